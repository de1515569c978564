"""Venues: registered by an official of their area, given another key, closed, forgotten."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.cells.ranks import NotACell
from core.signing.letters import grouped, letters
from provinces.accounts.models import User
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import cells, rotating
from provinces.presence.models import Venue

WORD = 16


class NoSuchVenue(LookupError):
    """There is no such venue where the official has the power, or it is closed."""


class OutOfArea(PermissionError):
    """The official has no power over venues in this area."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a venue is called, who answers for it, and in which cell it lies."""

    name_zh: str
    name_en: str
    answerable: str
    contact: str
    cell: int


@transaction.atomic
def register_venue(said: Registration, *, area: Area, by: User, now: datetime) -> tuple[Venue, str]:
    """Let people check in at a venue; return it, and the word by which its codes are shown.

    The word is shown this once. Raises OutOfArea, and NotACell.
    """
    if not scoping.has_in(by, Power.MANAGE_VENUES, area, now):
        raise OutOfArea(f"{by} does not look after venues in {area}")
    if not cells.has_a_class(said.cell):
        raise NotACell(said.cell)
    reference, word = _reference(), _word()
    venue = Venue.objects.create(
        reference=reference,
        area=area,
        name_zh=said.name_zh,
        name_en=said.name_en,
        answerable=said.answerable,
        contact=said.contact,
        cell=said.cell,
        word_hash=rotating.word_hash(reference, word),
        opened_at=now,
    )
    body = {"area": area.code, "answerable": said.answerable}
    ledger.record(Event.VENUE_OPENED, by=by, about=venue, at=now, body=body)
    return venue, word


@transaction.atomic
def change_venue_key(reference: str, *, by: User, now: datetime) -> tuple[Venue, str]:
    """Have a venue show other codes, to whoever has the new word; raises NoSuchVenue.

    No code counts any more that was shown before.
    """
    venue, word = _venue(reference, by, now), _word()
    venue.key += 1
    venue.word_hash = rotating.word_hash(reference, word)
    venue.save(update_fields=["key", "word_hash"])
    ledger.record(Event.VENUE_KEY_CHANGED, by=by, about=venue, at=now, body={"key": venue.key})
    return venue, word


@transaction.atomic
def close_venue(reference: str, *, by: User, now: datetime) -> Venue:
    """Let nobody check in at a venue any more; raises NoSuchVenue."""
    venue = _venue(reference, by, now)
    venue.closed_at = now
    venue.save(update_fields=["closed_at"])
    ledger.record(Event.VENUE_CLOSED, by=by, about=venue, at=now)
    return venue


def forget_venues(*, before: datetime) -> int:
    """Forget the venues that were closed before a moment; return how many."""
    return Venue.objects.filter(closed_at__lt=before).delete()[0]


def _venue(reference: str, by: User, now: datetime) -> Venue:
    seen = Venue.objects.visible_to(by, Power.MANAGE_VENUES, now).in_use(now)
    found = seen.select_for_update(of=("self",)).filter(reference=reference).first()
    if found is None:
        raise NoSuchVenue(f"there is no venue {reference} to look after")
    return found


def _reference() -> str:
    while True:
        reference = letters(secrets.token_bytes(32), rotating.REFERENCE)
        if not Venue.objects.filter(reference=reference).exists():
            return reference


def _word() -> str:
    return grouped(letters(secrets.token_bytes(32), WORD))
