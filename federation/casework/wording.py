"""What casework says to people: why something is held, and what became of what they asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .breaker import Trip
from .classes import MessageClass
from .models import Contest, Handover

TRIPS: dict[Trip, Promise] = {
    Trip.MOSTLY_ELSEWHERE: _("Most of these people were not in that province."),
    Trip.ONE_SOURCE: _("One source names very many people."),
    Trip.ONE_VENUE_CODE: _("Very many people are linked by a venue's code alone."),
    Trip.VENUE_CODE_ALONE: _("A scan of a venue's code is no evidence by itself."),
    Trip.OVER_BUDGET: _("That province has said too much today about people elsewhere."),
    Trip.OVER_STANDING: _(
        "Too much of what that province says of people elsewhere counts already."
    ),
    Trip.OVER_ALL: _("Other provinces have said too much today about people elsewhere."),
    Trip.BURST: _("That province says many times as much as on other days."),
    Trip.SAID_AGAIN: _("It was said before, and suspended, refused or disproved."),
    Trip.ISSUER_FAILS: _("That province fails its security checks."),
}

CONTESTS: dict[str, Promise] = {
    Contest.State.OPEN: _("That province has until then to answer; else it is suspended."),
    Contest.State.UPHELD: _("That province has looked again and stands by it."),
    Contest.State.WITHDRAWN: _("That province has taken it back."),
    Contest.State.SUSPENDED: _("That province did not answer; it is suspended everywhere."),
}

HANDOVERS: dict[str, Promise] = {
    Handover.State.OFFERED: _("Offered to the other province"),
    Handover.State.ACCEPTED: _("Accepted; the record is to come"),
    Handover.State.GOING: _("The record is on its way"),
    Handover.State.DONE: _("Handed over"),
    Handover.State.REFUSED: _("Not taken over"),
    Handover.State.WITHDRAWN: _("Taken back"),
}

MESSAGES: dict[MessageClass, Promise] = {
    MessageClass.TEST_RESULT: _("A test's result"),
    MessageClass.CASE: _("A case, an order, or an arrival"),
    MessageClass.CONTACT: _("A contact"),
    MessageClass.CHECKIN_PROMPT: _("A request to check in"),
    MessageClass.APPEAL: _("An appeal"),
    MessageClass.CORRECTION: _("A correction"),
    MessageClass.CONTEST: _("A contest"),
    MessageClass.ANSWER: _("An answer"),
    MessageClass.HANDOVER_OFFER: _("An offer to hand somebody over"),
    MessageClass.HANDOVER_ACCEPT: _("An offer accepted"),
    MessageClass.HANDOVER_REFUSE: _("An offer refused"),
    MessageClass.HANDOVER_DONE: _("A person's record"),
    MessageClass.WITHDRAWAL: _("Something taken back"),
    MessageClass.ACKNOWLEDGEMENT: _("A receipt"),
}
