"""What provinces told each other of people, for the proof that it vanishes on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from federation.casework import services as casework
from federation.casework.classes import VALID
from federation.casework.models import (
    Assertion,
    Contest,
    Handover,
    Incoming,
    Issued,
    Outgoing,
    Proposal,
    Pseudonym,
)
from provinces.retention.register import CLASSES
from provinces.tenancy import scope
from tests import cast
from tests.federation.casework import stories
from tests.journeys.retention.rows import DAY, MINUTE, Rows, kept, these

NOW = cast.NOW


def _proposed_of_a_guest() -> Proposal:
    tracer = stories.official("epidemiologist", unit="northern tracers")
    word = stories.word()
    return casework.propose_fact(stories.document(), home=cast.SOUTH, body=word, by=tracer, now=NOW)


def elsewhere() -> Iterator[Rows]:
    """What the south said of a guest, what was contested, and a move that came to nothing."""
    guest, number = stories.guest()
    stories.named()
    stories.received(number)
    casework.judge(now=stories.SETTLED)
    assertion = Assertion.objects.get()
    contest = casework.contest(assertion, of=guest, text="Not me.", now=NOW)
    Contest.objects.filter(pk=contest.pk).update(
        state=Contest.State.WITHDRAWN, closed_at=NOW, reasons="It was somebody else."
    )
    mover, _ = stories.guest()
    stories.named()
    officer = stories.official("case_officer", unit="northern cases")
    offer = casework.offer(mover, to=cast.SOUTH, because="moved", by=officer, now=NOW)
    casework.withdraw_handover(offer, because="stays", by=officer, now=NOW)
    yield from kept("casework", Assertion.objects.all(), since=assertion.expires_at)
    period = CLASSES["casework"].lasts.period
    assert period is not None
    after = VALID + period
    for each in (Contest.objects, Handover.objects):
        yield Rows(these(each.all()), NOW + after, NOW + after + MINUTE)
    for message in (Incoming.objects, Outgoing.objects):
        yield Rows(these(message.all()), NOW + VALID + DAY, NOW + VALID + DAY + MINUTE)
    with scope.province(cast.SOUTH):
        said = these(Issued.objects.all())
    ends = assertion.expires_at + period
    yield Rows(said, ends, ends + MINUTE, cast.SOUTH)
    proposal = _proposed_of_a_guest()
    ends = proposal.expires_at + period
    yield Rows(these(Proposal.objects.all()), ends, ends + MINUTE)
    # A name of November is gone once no message under it can come, and a month more.
    named = datetime(2026, 12, 1, tzinfo=UTC) + VALID + timedelta(days=31)
    yield Rows(these(Pseudonym.objects.filter(epoch="2026-11")), named - DAY, named + DAY)
