"""What was found wrong is undone where it was said: nobody sets a status, the road follows.

filed by officials                 withdrawn, and with it what rests on it
another province's, a register's   suspended for the person, for as long as it counts
observed by the province           suspended for the person, up to the end of this day
a laboratory's                     the laboratory is asked; it alone corrects it
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.appeals.models import Appeal, Basis, LaboratoryQuery, Letter, Reversal, Thing
from provinces.citizens.models import Citizen
from provinces.citizens.services import new_reference
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence, Origin, Why
from provinces.evidence.models import Thing as Suspendable
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Result
from provinces.status import queries as status
from provinces.status.models import Outcome
from provinces.tenancy import scope

from .telling import Step, tell


def overturn(
    appeal: Appeal, bases: Sequence[Basis], *, by: User | None, because: str, now: datetime
) -> None:
    """Undo what some bases of an appeal say of its person; each once."""
    wrong = [basis for basis in bases if basis.overturned_at is None]
    asked = [basis for basis in wrong if basis.is_corrected_elsewhere]
    for basis in asked:
        _ask_laboratory(basis, appeal, now=now)
    others = [basis for basis in wrong if not basis.is_corrected_elsewhere]
    withdraw_or_suspend(others, appeal, by=by, because=because, now=now)
    for basis in wrong:
        basis.overturned_at = now
        basis.save(update_fields=["overturned_at"])
    if asked:
        tell(appeal, Step.LABORATORY, now=now)


def withdraw_or_suspend(
    bases: Sequence[Basis], appeal: Appeal, *, by: User | None, because: str, now: datetime
) -> None:
    """Withdraw what officials have filed, and suspend the rest for the person."""
    pieces = Evidence.objects.in_bulk([b.piece for b in bases if b.thing == Thing.PIECE])
    suspended = []
    for basis in bases:
        piece = pieces.get(basis.piece) if basis.thing == Thing.PIECE else None
        if piece is not None and piece.source == Origin.MANUAL and by is not None:
            with suppress(evidence.NotInForce):  # then it was taken back meanwhile
                evidence.withdraw(piece, by=by, because=because[:300], now=now)
        else:
            suspended.append(suspendable(basis, appeal.citizen_id, now=now))
    name = ledger.name(appeal)
    evidence.suspend(suspended, why=Why.OVERTURNED, because_of=name, now=now)


def suspendable(
    basis: Basis, citizen: int, *, now: datetime, is_open_ended: bool = False
) -> evidence.Suspended:
    """Return a basis as it is suspended for somebody, up to the end of this day or for longer."""
    is_observed = basis.thing in (Thing.ZONE, Thing.DIVISION, Thing.COMPANION)
    return evidence.Suspended(
        citizen=citizen,
        thing=Suspendable(basis.thing),
        until=basis.until,
        piece=basis.piece,
        place=basis.place,
        observed_before=None if is_open_ended or not is_observed else tomorrow(now),
    )


def tomorrow(now: datetime) -> datetime:
    """Return when the province's next civil day begins."""
    zone = scope.current().zone
    local = (now.astimezone(zone) + timedelta(days=1)).date()
    return datetime(local.year, local.month, local.day, tzinfo=zone)


def _ask_laboratory(basis: Basis, appeal: Appeal, *, now: datetime) -> None:
    laboratory, sample = _sample(basis)
    query, is_new = LaboratoryQuery.objects.get_or_create(
        basis=basis,
        defaults={"laboratory": laboratory, "sample_reference": sample, "asked_at": now},
    )
    if is_new:
        body = {"laboratory": laboratory, "sample": sample, "appeal": ledger.name(appeal)}
        ledger.record(Event.LABORATORY_ASKED, by=None, about=query, at=now, body=body)


def _sample(basis: Basis) -> tuple[str, str]:
    if basis.thing == Thing.RESULT:
        result = Result.objects.get(pk=basis.piece or 0)
        return result.laboratory, result.sample_reference
    piece = Evidence.objects.get(pk=basis.piece or 0)
    return piece.authority, piece.source_reference


def issue_letter(appeal: Appeal, *, office: str, now: datetime) -> Letter:
    """Give the person of an appeal a letter that says which decisions were wrong; one at most."""
    contested = Outcome.objects.filter(pk=appeal.decision_id).first()
    since = _since(contested, appeal.ground)
    wrong = [
        outcome.decision_id
        for outcome in status.history(appeal.citizen)
        if (held := _since(outcome, appeal.ground)) is not None
        and (held == since or outcome.decision_id >= appeal.decision_id)
    ]
    letter, _ = Letter.objects.get_or_create(
        appeal=appeal,
        citizen=appeal.citizen,
        reversal=None,
        defaults={
            "reference": new_reference(),
            "decisions": sorted({appeal.decision_id, *wrong}),
            "office": office,
            "issued_at": now,
        },
    )
    return letter


def issue_letters(
    reversal: Reversal, found: Iterable[tuple[Citizen, Sequence[int]]], *, now: datetime
) -> None:
    """Give each of the people of a reversal their letter."""
    rows = [
        Letter(
            reference=new_reference(),
            citizen=citizen,
            reversal=reversal,
            decisions=sorted(decisions),
            office=reversal.signed_unit,
            issued_at=now,
        )
        for citizen, decisions in found
        if decisions
    ]
    Letter.objects.bulk_create(rows, 1000)


def _since(outcome: Outcome | None, ground: str) -> str | None:
    """Return since when a decision holds a ground, as it is stored."""
    grounds = outcome.grounds if outcome is not None else []
    return next((str(one["since"]) for one in grounds if one["ground"] == ground), None)
