"""Pages for officials."""

from django.urls import path

from . import (
    alarms,
    appeals,
    desk,
    desk_booking,
    desk_paper,
    home,
    orders,
    reversals,
    runs,
    signing,
    sites,
    zones,
)

app_name = "console"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("zones/", zones.Zones.as_view(), name="zones"),
    path("zones/<int:version>/", zones.Version.as_view(), name="zone"),
    path("zones/<int:version>/sign/", signing.Sign.as_view(), name="sign"),
    path("zones/<int:version>/refuse/", signing.Refuse.as_view(), name="refuse"),
    path("alarms/", alarms.Alarms.as_view(), name="alarms"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/person/", desk.Person.as_view(), name="desk-person"),
    path("desk/person/declare/", desk.Declare.as_view(), name="desk-declare"),
    path("desk/person/mandate/", desk.Mandate.as_view(), name="desk-mandate"),
    path("desk/person/mandate/end/", desk.EndMandate.as_view(), name="desk-mandate-end"),
    path("desk/person/paper/", desk_paper.Paper.as_view(), name="desk-paper"),
    path("desk/person/letter/", desk.Letter.as_view(), name="desk-letter"),
    path("desk/person/tests/", desk_booking.Booking.as_view(), name="desk-booking"),
    path("desk/person/tests/book/", desk_booking.Book.as_view(), name="desk-book"),
    path(
        "desk/person/tests/cancel/",
        desk_booking.CancelBooking.as_view(),
        name="desk-cancel-booking",
    ),
    path("desk/person/appeal/", appeals.AtDesk.as_view(), name="desk-appeal"),
    path("desk/leave/", desk.Leave.as_view(), name="desk-leave"),
    path("sites/", sites.Sites.as_view(), name="sites"),
    path("sites/<slug:code>/", sites.Today.as_view(), name="site"),
    path("appointments/<slug:code>/", sites.Expected.as_view(), name="appointment"),
    path("appointments/<slug:code>/arrive/", sites.Arrive.as_view(), name="arrive"),
    path("appointments/<slug:code>/sample/", sites.Sample.as_view(), name="sample"),
    path("orders/", orders.OrderCheck.as_view(), name="orders"),
    path("runs/", runs.Runs.as_view(), name="runs"),
    path("appeals/", appeals.Queue.as_view(), name="appeals"),
    path("appeals/causes/", reversals.Causes.as_view(), name="appeal-causes"),
    path("appeals/causes/one/", reversals.Cause.as_view(), name="appeal-cause"),
    path("appeals/causes/propose/", reversals.Propose.as_view(), name="appeal-propose"),
    path("appeals/reversals/<int:reversal>/sign/", reversals.Sign.as_view(), name="reversal-sign"),
    path(
        "appeals/reversals/<int:reversal>/refuse/",
        reversals.Refuse.as_view(),
        name="reversal-refuse",
    ),
    path("appeals/one/<str:reference>/", appeals.Appeal.as_view(), name="appeal"),
    path("appeals/one/<str:reference>/decide/", appeals.Decide.as_view(), name="appeal-decide"),
    path(
        "appeals/one/<str:reference>/files/<int:key>/",
        appeals.Attachment.as_view(),
        name="appeal-attachment",
    ),
]
