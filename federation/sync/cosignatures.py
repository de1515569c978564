"""Cosignatures that peers give to our own checkpoints, verified before they are kept."""

from __future__ import annotations

from datetime import datetime

from core.signing import notes
from provinces.ledger import queries as ledger
from provinces.ledger import services as ledger_services

from . import keyring


class BadCosignature(ValueError):
    """A line that is not the peer's cosignature of a checkpoint of ours."""


def take(peer: str, log: str, size: int, line: str, *, now: datetime) -> None:
    """Keep a peer's cosignature of the head of a log at a size; raises BadCosignature."""
    head = ledger.heads(log).filter(size=size).first()
    if head is None:
        raise BadCosignature(f"no checkpoint of the {log} has {size} entries")
    held = keyring.of(peer, at=now)
    try:
        found = notes.cosigners(notes.with_lines(head.note, [line]), held.in_force)
    except notes.BadNote as problem:
        raise BadCosignature(str(problem)) from None
    name = f"concord/{peer}"
    if name not in found:
        raise BadCosignature(f"this is no cosignature of {name}")
    ledger_services.take_cosignature(log, size, witness=name, line=line, now=now)
