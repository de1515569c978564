"""Treaties: drafted by one office, signed by another in each of two provinces, ended by either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import blobs, treaties
from federation.borders.models import UNSETTLED, Conflict, ConflictState, Held, Treaty
from federation.borders.resolution import Key, TreatyKind
from federation.borders.signatures import require_another, unit_in_province
from federation.peers import queries as peers
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope

if TYPE_CHECKING:
    from provinces.accounts.models import User

LONGEST_MINUTES = 366 * 24 * 60  # a treaty is renewed every year, or it ends
LONGEST_REASON = 300


class BadDraft(ValueError):
    """Terms that make no treaty; the message says what is wrong with them."""


class AlreadySigned(ValueError):
    """The province has signed these terms, or they are over."""


class Contradicts(BadDraft):
    """A treaty signed here names another decider on the same ground, at the same time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Terms as an official would propose them; times are minutes since the epoch."""

    kind: TreatyKind
    partner: str
    decider: str
    starts: int
    ends: int
    text_zh: str
    text_en: str
    strip: Ranges
    settles: Sequence[Key] = ()


@transaction.atomic
def propose_treaty(
    draft: Draft, *, by: User, now: datetime, power: Power = Power.MANAGE_PEERS
) -> Treaty:
    """Draft a treaty and publish the draft; without effect until both provinces have signed.

    Raises NotAllowed, BadDraft, Contradicts, and AlreadySigned where the same terms were proposed
    before.
    """
    unit = unit_in_province(power, by=by, at=now)
    own = scope.current().slug
    _check(draft, own, now)
    _check_others(draft.kind, draft.partner, draft.decider, draft.strip, (draft.starts, draft.ends))
    strip = blobs.packed(draft.strip) if draft.strip else None
    terms = _terms(draft, own, strip)
    name = treaties.id_of(terms)
    if Treaty.objects.filter(pk=name).exists():
        raise AlreadySigned("the same terms were proposed before")
    treaty = _new(name, terms, draft.strip, partner=draft.partner)
    treaty.proposed_from, treaty.proposed_at = own, now
    treaty.proposed_by, treaty.proposed_unit = by, unit
    treaty.save(force_insert=True)
    _publish(Kind.TREATY_PROPOSED, treaty, strip, unit, now)
    body = {"treaty": name, "with": draft.partner, "office": unit}
    ledger.record(Event.TREATY_PROPOSED, by=by, about=treaty, at=now, body=body)
    return treaty


def _check(draft: Draft, own: str, now: datetime) -> None:
    problems = [
        (draft.partner == own or peers.member(draft.partner) is None, "the partner is no member"),
        (not _names_decider(draft, own), "the decider is neither of the parties"),
        (draft.ends <= draft.starts, "ends before it starts"),
        (draft.ends - draft.starts > LONGEST_MINUTES, "lasts longer than a year"),
        (draft.starts < epoch_minute(now), "starts in the past"),
        (not draft.strip, "names no cells"),
        (draft.kind == TreatyKind.SETTLEMENT and len(draft.settles) < 2, "settles no two claims"),
        (bool(_other(draft, own)), "settles claims of a third province"),
        (not (draft.text_zh.strip() and draft.text_en.strip()), "has no text in both languages"),
        (max(len(draft.text_zh), len(draft.text_en)) > treaties.LONGEST_TEXT, "is too long"),
    ]
    if wrong := [problem for is_wrong, problem in problems if is_wrong]:
        raise BadDraft("; ".join(wrong))


def _check_others(
    kind: str, partner: str, decider: str, strip: Ranges, period: tuple[int, int]
) -> None:
    """Raise Contradicts where a treaty signed here says otherwise, on a cell and at a time."""
    if kind == TreatyKind.SETTLEMENT:
        return
    starts, ends = period
    standing = Treaty.objects.filter(
        kind=kind, partner=partner, signed_at__isnull=False, starts__lt=ends, ends__gt=starts
    ).exclude(decider=decider)
    for each in standing:
        until = each.ends if each.ended_minute is None else min(each.ends, each.ended_minute)
        if until > starts and strip & Ranges.from_pairs(each.strip, FINE):
            raise Contradicts(f"{each} says otherwise on some of these cells; end it first")


def _names_decider(draft: Draft, own: str) -> bool:
    needs_none = draft.kind == TreatyKind.COMMUTERS and not draft.decider
    return needs_none or draft.decider in {own, draft.partner}


def _other(draft: Draft, own: str) -> set[str]:
    return {key.origin for key in draft.settles} - {own, draft.partner}


def _terms(draft: Draft, own: str, strip: bytes | None) -> dict[str, Any]:
    return {
        "kind": str(draft.kind),
        "parties": sorted((own, draft.partner)),
        "decider": draft.decider,
        "starts": draft.starts,
        "ends": draft.ends,
        "strip": None if strip is None else ledger.reference_to(strip),
        "settles": sorted([*key] for key in draft.settles),
        "text_zh": draft.text_zh.strip(),
        "text_en": draft.text_en.strip(),
    }


def _new(name: str, terms: dict[str, Any], strip: Ranges, *, partner: str) -> Treaty:
    return Treaty(
        id=name,
        kind=terms["kind"],
        partner=partner,
        decider=terms["decider"],
        starts=terms["starts"],
        ends=terms["ends"],
        terms=terms,
        strip=strip.pieces.tolist(),
        text_zh=str(terms["text_zh"])[: treaties.LONGEST_TEXT],
        text_en=str(terms["text_en"])[: treaties.LONGEST_TEXT],
    )


def _publish(kind: Kind, treaty: Treaty, strip: bytes | None, unit: str, now: datetime) -> None:
    body = {"id": treaty.pk, "terms": treaty.terms, "strip": treaty.terms["strip"], "unit": unit}
    ledger.publish(kind, body, at=now, blobs=[strip] if strip else [])


@transaction.atomic
def sign_treaty(treaty: Treaty, *, by: User, now: datetime) -> Treaty:
    """Sign terms for the province, as another office than the drafter's; it is published.

    They count once the partner's signature is in its feed as well. Raises AlreadySigned,
    NotAllowed, SameOfficial, SameOffice, BadDraft for terms of longer than a year, and Contradicts.
    """
    treaty = Treaty.objects.select_for_update(of=("self",)).get(pk=treaty.pk)
    if treaty.signed_at or treaty.ended_minute is not None or treaty.ends <= epoch_minute(now):
        raise AlreadySigned(f"{treaty} is signed here already, or over")
    if treaty.ends - treaty.starts > LONGEST_MINUTES:
        raise BadDraft("lasts longer than a year")
    unit = unit_in_province(Power.SIGN_AGREEMENTS, by=by, at=now)
    require_another(treaty.proposed_by, treaty.proposed_unit, by=by, at=now)
    strip = Ranges.from_pairs(treaty.strip, FINE)
    period = treaty.starts, treaty.ends
    _check_others(treaty.kind, treaty.partner, treaty.decider, strip, period)
    treaty.signed_by, treaty.signed_at, treaty.signed_unit = by, now, unit
    treaty.save()
    _publish(Kind.TREATY_SIGNED, treaty, blobs.packed(strip) if strip else None, unit, now)
    body = {"treaty": treaty.pk, "with": treaty.partner, "office": unit}
    ledger.record(Event.TREATY_SIGNED, by=by, about=treaty, at=now, body=body)
    return treaty


@transaction.atomic
def end_treaty(treaty: Treaty, *, at: datetime, reason: str, by: User, now: datetime) -> Treaty:
    """End a treaty from a moment to come on; either party may, alone.

    What lost under it does not come back. Raises NotAllowed, AlreadySigned where it has ended,
    and ValueError for a moment that is past, and without a reason.
    """
    unit = unit_in_province(Power.SIGN_AGREEMENTS, by=by, at=now)
    treaty = Treaty.objects.select_for_update(of=("self",)).get(pk=treaty.pk)
    reason = reason.strip()
    if treaty.ended_by_id is not None:
        raise AlreadySigned(f"{treaty} has been ended")
    if at < now or not reason or len(reason) > LONGEST_REASON:
        raise ValueError("a treaty is ended for the time to come, with a reason")
    minute = epoch_minute(at)
    earlier = treaty.ended_minute
    treaty.ended_by, treaty.ended_at, treaty.end_reason = by, now, reason
    treaty.ended_minute = minute if earlier is None else min(minute, earlier)
    treaty.save()
    body = {"id": treaty.pk, "at_minute": minute, "reason": reason, "unit": unit}
    ledger.publish(Kind.TREATY_ENDED, body, at=now)
    ledger.record(Event.TREATY_ENDED, by=by, about=treaty, at=now, body=body)
    return treaty


def hear(row: Held, *, now: datetime) -> None:
    """Note what another province says of a treaty with this one: proposed, signed, ended."""
    said, own = treaties.read(row), scope.current().slug
    if isinstance(said, tuple):
        name, minute = said[0], treaties.ending(row, said[1])
        for treaty in Treaty.objects.select_for_update().filter(pk=name, partner=row.origin):
            before = treaty.ended_minute
            treaty.ended_minute = minute if before is None else min(before, minute)
            treaty.save(update_fields=["ended_minute"])
        return
    if own not in said.parties:
        return
    kept = Treaty.objects.select_for_update().filter(pk=said.id).first()
    if kept is None:
        kept = _new(said.id, row.body["terms"], said.strip, partner=row.origin)
        kept.proposed_from, kept.proposed_at = row.origin, row.at
    if said.signed_by and kept.partner_signed_at is None:
        kept.partner_signed_at = row.at
    kept.save()


@transaction.atomic
def settle(
    conflict: Conflict, *, decider: str, draft_text: tuple[str, str], by: User, now: datetime
) -> Treaty:
    """Propose how a case is settled: a treaty that names its claims and who decides.

    It counts once both provinces have signed it. What is escalated is for those who sign for the
    province. Raises as `propose_treaty`.
    """
    own = scope.current().slug
    others = [name for name in conflict.parties if name != own]
    if conflict.state not in UNSETTLED or len(others) != 1:
        raise BadDraft("only an unsettled case of two provinces is settled by a treaty of both")
    keys = [Key(*claim) for claim in conflict.claims]
    draft = Draft(
        kind=TreatyKind.SETTLEMENT,
        partner=others[0],
        decider=decider,
        starts=epoch_minute(now),
        ends=epoch_minute(now) + LONGEST_MINUTES,
        text_zh=draft_text[0],
        text_en=draft_text[1],
        strip=Ranges.from_pairs(conflict.cells, FINE),
        settles=keys,
    )
    is_escalated = conflict.state == ConflictState.ESCALATED
    power = Power.SIGN_AGREEMENTS if is_escalated else Power.MANAGE_PEERS
    return propose_treaty(draft, by=by, now=now, power=power)
