"""Parts of neighbours' zones on the own ground: offered, accepted by two offices, refused, lapsed.

open ──accept──► proposed ──sign──► accepted        published; in effect with the next map
  ├──────refuse──────┴────────────► refused         published
  └──────24 hours after the declaration──► lapsed   as if it had never been offered
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import blobs, reading
from federation.borders.models import Held, Offer, OfferState
from federation.borders.resolution import OFFER_LASTS, ZoneClaim, sift
from federation.borders.signatures import require_another, second_power, unit_over
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind

if TYPE_CHECKING:
    from provinces.accounts.models import User

PENDING = (OfferState.OPEN, OfferState.PROPOSED)
LONGEST_REASON = 300


class AlreadyAnswered(ValueError):
    """The offer is answered, or has lapsed."""


class NotOffered(ValueError):
    """Cells to be accepted that were not offered, or none at all."""


class Lapsed(ValueError):
    """A day has passed since the declaration: the neighbour declares it anew."""


def open_offer(row: Held, *, own: Ranges | None, now: datetime) -> bool:
    """Open an offer for what of a peer's zone lies on `own`, this province's ground.

    Tells whether there is one; where the ground is not known there is none.

    A version told anew replaces what is still pending of it, and unsays a first signature. One that
    had lapsed is open again, if it was declared anew, too: within the last day.
    """
    claim = _claim(row, now)
    if claim is None or own is None or not (cells := claim.whole & own.at(FINE)):
        return False
    known = Offer.objects.select_for_update().filter(
        origin=claim.origin, reference=claim.reference, version=claim.version
    )
    kept = known.first()
    is_new = kept is None or kept.state == OfferState.LAPSED
    if kept is not None and not _is_open_to(kept, row, now):
        return False
    offer = kept or Offer(
        origin=claim.origin, reference=claim.reference, version=claim.version, received_at=now
    )
    _say(offer, row, claim, cells, now)
    offer.save()
    body = {"zone": str(offer), "level": claim.level, "fine_cells": offer.fine_cells}
    ledger.record(Event.OFFER_RECEIVED, by=None, about=offer, at=now, body=body)
    return is_new


def _is_open_to(offer: Offer, row: Held, now: datetime) -> bool:
    """Tell whether what an entry says takes the place of what was offered before."""
    if offer.state == OfferState.LAPSED:
        return now <= _lapses_at(row)
    return offer.state in PENDING


def _lapses_at(row: Held) -> datetime:
    return reading.moment(row.body, "declared_at") + timedelta(minutes=OFFER_LASTS)


def _claim(row: Held, now: datetime) -> ZoneClaim | None:
    """Return the zone an entry claims, if the resolution would count it."""
    said = sift([reading.claim_of_row(row)], [], origins=[row.origin], as_of=epoch_minute(now))
    return said.zones[0] if said.zones else None


def _say(offer: Offer, row: Held, claim: ZoneClaim, cells: Ranges, now: datetime) -> None:
    offer.level, offer.starts, offer.ends = claim.level, claim.starts, claim.ends
    offer.cells, offer.fine_cells = cells.pieces.tolist(), cells.count()
    for name, most in (("name_zh", 120), ("name_en", 120), ("authority", 120)):
        setattr(offer, name, str(row.body.get(name, ""))[:most])
    offer.case_evidence = str(row.body.get("case_evidence", ""))[:200]
    offer.lapses_at = _lapses_at(row)
    offer.state = OfferState.OPEN if now <= offer.lapses_at else OfferState.LAPSED
    offer.answered, offer.proposed_by, offer.proposed_at = [], None, None
    offer.lowered_to = None
    offer.proposed_unit = offer.area_code = ""


def withdraw(row: Held, *, now: datetime) -> None:
    """Let a pending offer lapse whose zone was corrected away."""
    gone = Offer.objects.select_for_update().filter(
        origin=row.origin,
        reference=row.body["reference"],
        version=row.body["version"],
        state__in=PENDING,
    )
    for offer in gone:
        _lapse(offer, now, "the zone was corrected away")


def withdraw_given_up(offer: Offer, *, now: datetime) -> None:
    """Let a pending offer lapse whose zone is in a history that was given up."""
    _lapse(offer, now, "the history in which it was told was given up")


@transaction.atomic
def accept(
    offer: Offer,
    *,
    by: User,
    now: datetime,
    cells: Ranges | None = None,
    level: int | None = None,
) -> Offer:
    """Propose to accept an offer, or a part of it, or as less grave than it is offered.

    It awaits the signature of another office. Who may declare a zone on that ground may accept
    one. Raises AlreadyAnswered, Lapsed, NotOffered, NotAllowed, and NoTerritory.
    """
    offer = _pending(offer, now)
    offered = Ranges.from_pairs(offer.cells, FINE)
    wanted = offered if cells is None else cells
    if not wanted or (wanted & offered).count() != wanted.count():
        raise NotOffered("only offered cells can be accepted, and at least one")
    if level is not None and not 1 <= level <= offer.level:
        raise NotOffered("a level can only be lowered")
    offer.lowered_to = None if level == offer.level else level
    unit, area = unit_over(wanted, Power.DECLARE_ZONE, by=by, at=now)
    offer.answered, offer.state = wanted.pieces.tolist(), OfferState.PROPOSED
    offer.proposed_by, offer.proposed_at, offer.proposed_unit = by, now, unit
    offer.area_code = area
    offer.save()
    body = {**_particulars(offer), "cells": wanted.digest(), "office": unit}
    ledger.record(Event.OFFER_ACCEPTED, by=by, about=offer, at=now, body=body)
    return offer


@transaction.atomic
def sign(offer: Offer, *, by: User, now: datetime, read: str | None = None) -> Offer:
    """Accept, as a second office, what another one would accept; it is published at once.

    Above the caps of a county a higher office signs. `read` says, as ISO 8601, when it was proposed
    what is signed: an offer that was told anew may since be proposed on more ground. Raises
    AlreadyAnswered, also where something else is proposed than what was read, Lapsed, SameOfficial,
    SameOffice, NotAllowed, and NoTerritory.
    """
    offer = _pending(offer, now)
    if offer.state != OfferState.PROPOSED or offer.proposed_at is None:
        raise AlreadyAnswered(f"nobody has proposed yet to accept {offer}")
    cells = Ranges.from_pairs(offer.answered, FINE)
    require_another(offer.proposed_by, offer.proposed_unit, by=by, at=now)
    power = second_power(cells, offer.starts, at=now)
    offer.signed_unit, _ = unit_over(cells, power, by=by, at=now)
    if read is not None and read != offer.proposed_at.isoformat():
        raise AlreadyAnswered(f"something else is proposed of {offer} by now")
    offer.signed_by, offer.signed_at, offer.state = by, now, OfferState.ACCEPTED
    offer.save()
    _publish(offer, cells, now)
    body = {**_particulars(offer), "cells": cells.digest(), "second_office": offer.signed_unit}
    ledger.record(Event.OFFER_SIGNED, by=by, about=offer, at=now, body=body)
    return offer


@transaction.atomic
def refuse(offer: Offer, *, by: User, reason: str, now: datetime) -> Offer:
    """Refuse an offer, or take an acceptance back; one signature is enough: it restricts nobody.

    Raises AlreadyAnswered, NotAllowed, NoTerritory, and ValueError without a reason.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ValueError(f"a refusal gives its reason, in at most {LONGEST_REASON} characters")
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.state in {OfferState.REFUSED, OfferState.LAPSED}:
        raise AlreadyAnswered(f"{offer} is {offer.get_state_display()}")
    unit, _ = unit_over(Ranges.from_pairs(offer.cells, FINE), Power.DECLARE_ZONE, by=by, at=now)
    offer.refused_by, offer.refused_at, offer.reason = by, now, reason
    offer.state = OfferState.REFUSED
    offer.save()
    _publish(offer, Ranges.empty(), now)
    body = {**_particulars(offer), "reason": reason, "office": unit}
    ledger.record(Event.OFFER_REFUSED, by=by, about=offer, at=now, body=body)
    return offer


@transaction.atomic
def lapse(*, now: datetime) -> int:
    """Let offers lapse that nobody has answered in time; return how many."""
    due = Offer.objects.select_for_update(skip_locked=True, of=("self",))
    found = list(due.filter(state__in=PENDING, lapses_at__lt=now))
    for offer in found:
        _lapse(offer, now, "unanswered")
    return len(found)


def _lapse(offer: Offer, now: datetime, why: str) -> None:
    offer.state = OfferState.LAPSED
    offer.save(update_fields=["state"])
    body = {**_particulars(offer), "because": why}
    ledger.record(Event.OFFER_LAPSED, by=None, about=offer, at=now, body=body)


def _pending(offer: Offer, now: datetime) -> Offer:
    found = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if found.state not in PENDING:
        raise AlreadyAnswered(f"{found} is {found.get_state_display()}")
    if now > found.lapses_at:
        raise Lapsed(f"{found} could be answered until {found.lapses_at:%Y-%m-%d %H:%M} UTC")
    return found


def _particulars(offer: Offer) -> dict[str, Any]:
    return {
        "of": offer.origin,
        "reference": offer.reference,
        "version": offer.version,
        "level": offer.level,
        "lowered_to": offer.lowered_to,
    }


def _publish(offer: Offer, cells: Ranges, now: datetime) -> None:
    blob = blobs.packed(cells) if cells else None
    body = {
        **_particulars(offer),
        "starts": offer.starts,
        "ends": offer.ends,
        "is_accepted": bool(cells),
        "cells": None if blob is None else ledger.reference_to(blob),
        "answered_at": reading.said(now),
        "proposed_unit": offer.proposed_unit,
        "signed_unit": offer.signed_unit,
        "reason": offer.reason,
    }
    ledger.publish(Kind.OFFER_ANSWERED, body, at=now, blobs=[blob] if blob else [])
