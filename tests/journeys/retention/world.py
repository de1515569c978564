"""Something of everything that a province keeps of people, and when each of it must be gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from core.db.days import day_of
from core.periods import epoch_minute
from provinces.appeals.models import (
    Appeal,
    Attachment,
    Basis,
    Forwarded,
    LaboratoryQuery,
    Letter,
    MailedAppeal,
    Reversal,
    Review,
    Statement,
)
from provinces.citizens import queries as citizens_read
from provinces.citizens import services as citizens
from provinces.citizens.models import (
    Admission,
    CaseAssignment,
    Challenge,
    Citizen,
    Consent,
    Emergency,
    Lifting,
    Mandate,
    MandateUse,
    Protection,
    Reached,
    Spent,
)
from provinces.citizens.purposes import Purpose
from provinces.evidence.models import Evidence, Suspension, Trip
from provinces.exposure.models import CaseStay, Exposure, Question
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.notices.models import Delivery, Notice
from provinces.oversight.breaches import services as breaches
from provinces.oversight.lawful import services as lawful
from provinces.oversight.models import BreachPerson, CaseSubject, LawfulAnswer, LawfulRequest
from provinces.oversight.models import Case as MisuseCase
from provinces.passes import services as passes
from provinces.passes.models import Issued as Pass
from provinces.passes.models import Posting
from provinces.presence import services as presence
from provinces.presence.models import CheckIn, Device, Presence, Stay
from provinces.retention.register import CLASSES
from provinces.screening.models import (
    Appointment,
    ReportVersion,
    Result,
    SealedResult,
    ToldHome,
    Vaccination,
)
from provinces.status import pipeline
from provinces.status.models import Outcome
from provinces.tenancy import scope
from provinces.zones.models import Level
from tests import cast
from tests.factories import (
    appeals,
    channels,
    evidence,
    incidents,
    laboratories,
    mandates,
    oversight,
    records,
    road,
    screening,
    sites,
    zones,
)
from tests.factories import citizens as people
from tests.federation.casework import stories
from tests.journeys.retention.elsewhere import elsewhere
from tests.journeys.retention.rows import DAY, MINUTE, Rows, kept, these

NOW = cast.NOW
YESTERDAY = NOW - DAY
ELSEWHERE: int = road.h3.grid_ring(road.HERE, 9)[0]


def everything() -> list[Rows]:
    """Put something of everything into the north, in a federation with the south, at noon."""
    stories.founded()
    eve = cast.eve()
    return [
        *_contested(),
        *_decided(eve),
        *_agreed(eve),
        *_on_the_way(eve),
        *_observed(eve),
        *_tested(eve),
        # Before she is protected.
        *_mailed(eve),
        *_asked_about(eve),
        *_told(eve),
        *elsewhere(),
    ]


def _contested() -> Iterator[Rows]:
    """Somebody was held, appealed, and was answered."""
    appellant = appeals.resident()
    appeals.exposed(appellant)
    officer = appeals.reviewer()
    appeal = appeals.attended(appeals.filed(appellant))
    appeals.answered(appeal, officer, wrong=False)
    appeal.refresh_from_db()
    statement = Statement.objects.get(appeal=appeal)
    Attachment.objects.create(
        statement=statement, media_type="image/png", size=1, name=b"n", sealed=b"s"
    )
    basis = Basis.objects.filter(appeal=appeal)[0]
    LaboratoryQuery.objects.create(
        basis=basis, laboratory="lab", sample_reference="S", asked_at=NOW
    )
    Forwarded.objects.create(appeal=appeal, piece=0, queued_at=NOW)
    of: dict[str, Any] = {"citizen": appellant, "decisions": [1], "issued_at": NOW}
    Letter.objects.create(reference="L1", appeal=appeal, **of)
    reversal = Reversal.objects.create(
        cause="zone:1",
        because="It was drawn wrongly.",
        proposed_by=officer,
        proposed_unit="appeals office",
        proposed_at=NOW,
    )
    Letter.objects.create(reference="L2", reversal=reversal, **of)
    yield from kept(
        "appeals",
        *(
            model.objects.all()
            for model in (
                Appeal,
                Basis,
                Statement,
                Attachment,
                Letter,
                LaboratoryQuery,
                Forwarded,
                Review,
            )
        ),
    )


def _decided(eve: Citizen) -> Iterator[Rows]:
    """Eve was yellow and then red: the first decision is in force no more."""
    road.zone(level=Level.MEDIUM, cells=[ELSEWHERE])
    road.stay(eve, at=YESTERDAY, cell=ELSEWHERE)
    pipeline.drain(now=NOW)
    first = Outcome.objects.filter(citizen=eve).first()
    assert first is not None
    road.zone(level=Level.HIGH)
    road.stay(eve, at=NOW - timedelta(days=2))
    pipeline.drain(now=NOW + MINUTE)
    yield from kept("outcomes", Outcome.objects.filter(pk=first.pk))


def _agreed(eve: Citizen) -> Iterator[Rows]:
    """What Eve agreed to, and has ended."""
    citizens.give_consents(eve, ["birth_year"], language="en", now=NOW)
    citizens.withdraw_consent(eve, "birth_year", now=NOW)
    yield from kept("consents", Consent.objects.all())
    mandate = mandates.mandate(eve, people.citizen())
    MandateUse.objects.create(mandate=mandate, scope="see_details", hour=NOW)
    citizens.revoke_mandate(mandate.pk, by=eve, now=NOW)
    yield from kept("mandates", Mandate.objects.all(), MandateUse.objects.all())
    presence.pair_device(eve, now=NOW)
    presence.revoke_device(eve, Device.objects.get().pk, now=NOW)
    yield from kept("devices", Device.objects.all())
    of: dict[str, Any] = {"user": eve.user, "application": channels.app(), "scope": "code:read"}
    of_code = {key: value for key, value in of.items() if key != "scope"}
    Grant.objects.create(code="c", expires=NOW, redirect_uri=channels.BACK, scope="", **of_code)
    AccessToken.objects.create(token="t", expires=NOW, **of)
    RefreshToken.objects.create(token="r", revoked=NOW, **of_code)
    tokens = (Grant.objects, AccessToken.objects, RefreshToken.objects)
    yield from kept("channels", *(each.all() for each in tokens))


def _on_the_way(eve: Citizen) -> Iterator[Rows]:
    """What lives for a day, or for a session."""
    Challenge.objects.create(
        token="t",
        purpose="account",
        claimed=b"",
        language="en",
        asked_at=NOW,
        expires_at=NOW,
    )
    Spent.objects.create(kind="k", axis="a", key=b"k", hour=NOW, count=1)
    Reached.objects.create(kind="k", source=b"s", subject=b"t", at=NOW)
    for each in (Challenge.objects, Spent.objects, Reached.objects):
        yield Rows(these(each.all()), NOW + DAY, NOW + DAY + MINUTE)
    ends = NOW + 7 * DAY
    Session.objects.create(session_key="s", session_data="", expire_date=ends)
    assert eve.user is not None
    UserSession.objects.create(user=eve.user, session_key="s", ip="::1", user_agent="", data={})
    for listed in (Session.objects, UserSession.objects):
        yield Rows(these(listed.all()), ends - MINUTE, ends)


def _mailed(eve: Citizen) -> Iterator[Rows]:
    """What somebody wrote by post who is not enrolled."""
    assert eve.user is not None
    MailedAppeal.objects.create(
        reference="M1",
        document_hash=b"h",
        arrived_on=NOW.date(),
        taken_by=eve.user,
        taken_at=NOW,
        sealed=b"s",
    )
    yield from kept("mailed-appeals", MailedAppeal.objects.all())


def _observed(eve: Citizen) -> Iterator[Rows]:
    """Where Eve was yesterday; all of it goes with its day."""
    zone = scope.current().zone
    yesterday = YESTERDAY.astimezone(zone).date()
    lo, started = day_of(yesterday, zone).lo, epoch_minute(YESTERDAY)
    Presence.objects.bulk_create(
        [
            Presence(
                citizen_id=eve.pk, cell=road.HERE, started=started, ended=started + 9, moving=False
            )
        ]
    )
    presence.check_in(eve, venue="the market", cell=road.HERE, at=YESTERDAY, now=NOW)
    Question.objects.create(
        citizen=eve, zone=road.zone(), day=lo, asked_at=NOW, closes_at=NOW + 3 * DAY
    )
    CaseStay.objects.create(
        place=road.HERE, citizen_id=eve.pk, day=lo, started=started, ended=started + 9
    )
    lasts = CLASSES["presences"].lasts.period
    assert lasts is not None
    goes = datetime.fromtimestamp(lo * 60, UTC) + lasts
    for of in (
        Presence.objects.filter(citizen_id=eve.pk),
        Stay.objects.filter(citizen_id=eve.pk, day=lo),
        CheckIn.objects.filter(citizen=eve),
        Question.objects.filter(citizen=eve),
        Exposure.objects.filter(day=lo),
        CaseStay.objects.filter(day=lo),
    ):
        assert of.exists(), of.model
        yield Rows(of, goes - MINUTE, goes)


def _tested(eve: Citizen) -> Iterator[Rows]:
    """Eve was tested, vaccinated, and booked; a laboratory told of somebody unknown."""
    result = screening.result(eve)
    yield from kept("results", Result.objects.all(), since=result.sampled_at)
    dose = screening.vaccination(eve)
    yield from kept("vaccinations", Vaccination.objects.all(), since=dose.given_at)
    booked = sites.appointment(eve)
    yield from kept("appointments", Appointment.objects.all(), since=booked.period.upper)
    report = laboratories.bundle(laboratories.report_of("E99999999"))
    laboratories.delivered(laboratories.laboratory(sites.site()), report)
    yield from kept("sealed-results", SealedResult.objects.all())
    version = ReportVersion.objects.get()
    told_as, counted = uuid.uuid4(), b"12345678"
    ToldHome.objects.create(
        version=version, home=cast.SOUTH, told_as=told_as, counted_as=counted, told_at=NOW
    )
    # What says that a report came, or was told on, is kept as long as results are.
    yield from kept("results", ReportVersion.objects.all(), ToldHome.objects.all())


def _told(eve: Citizen) -> Iterator[Rows]:
    """What was asserted of Eve, what she was told and given, who looked, and what was recorded."""
    piece = evidence.recorded(eve)
    Suspension.objects.create(
        citizen=eve,
        thing="piece",
        piece=piece.pk,
        why="overturned",
        because_of="appeals.appeal:0",
        starts_at=NOW,
        ends_at=piece.expires_at,
    )
    ended = Evidence.objects.filter(pk=piece.pk), Suspension.objects.all()
    yield from kept("evidence", *ended, since=piece.expires_at)
    began = NOW + DAY
    trip = {"host": cast.SOUTH, "means": "train", "departs_at": began}
    Trip.objects.create(citizen=eve, declared_at=NOW, **trip)
    yield from kept("trips", Trip.objects.all(), since=began)
    notice = Notice.objects.create(citizen=eve, kind="question", created_at=NOW)
    Delivery.objects.create(notice=notice, channel="email", next_try_at=NOW)
    told = Notice.objects.filter(pk=notice.pk), Delivery.objects.filter(notice=notice)
    yield from kept("notices", *told)
    passes.issue_day(people.citizen(), now=NOW)
    issued = Pass.objects.get()
    yield from kept("passes", Pass.objects.all(), since=issued.expires_at)
    Posting.objects.create(
        citizen=eve, channel="self", asked_at=NOW, next_try_at=NOW, state="posted", settled_at=NOW
    )
    yield from kept("letters", Posting.objects.all())
    official = cast.ada()
    CaseAssignment.objects.create(
        citizen=eve,
        area=eve.area,
        powers=["view_person"],
        because="treated",
        starts_at=YESTERDAY,
        ends_at=NOW,
        opened_by=official,
    )
    yield from kept("assignments", CaseAssignment.objects.all())
    reader = zones.official("case_officer", unit="case office")
    citizens_read.read_record(eve, by=reader, purpose=Purpose.TRACING, at=NOW)
    yield from kept("access", Payload.objects.filter(entry__event=Event.RECORD_READ))
    oversight.closed_case(eve)
    yield from kept("misuse", MisuseCase.objects.all(), CaseSubject.objects.all())
    with transaction.atomic():
        ledger.record(Event.CHECKED_IN, by=eve, about=eve, at=NOW)
    yield from kept("payloads", Payload.objects.filter(entry__event=Event.CHECKED_IN))
    records.emergency(eve, records.officer("110200"))
    yield from kept("emergencies", Emergency.objects.all())
    mark = records.protected(eve)
    records.asked(eve, reader)
    yield from kept("protections", Admission.objects.all())
    citizens.propose_lifting(mark.pk, "wish", by=records.reviewer(unit="another"), now=NOW)
    yield from kept(
        "protections", Protection.objects.all(), Lifting.objects.all(), since=mark.ends_at
    )


def _asked_about(eve: Citizen) -> Iterator[Rows]:
    """A court asked about Eve, and somebody read her record who should not have."""
    incidents.granted(incidents.received(eve), tell_at=NOW)
    lawful.attend(now=NOW)
    yield from kept("lawful", LawfulRequest.objects.all(), LawfulAnswer.objects.all())
    suspect = incidents.reader()
    incidents.looked(suspect, eve, at=NOW)
    breach = incidents.breach(suspect, now=NOW + MINUTE, ends_at=NOW + MINUTE)
    breaches.tell(breach, by=incidents.on_call(), now=NOW + MINUTE)
    yield from kept("breaches", BreachPerson.objects.all(), since=NOW + MINUTE)
