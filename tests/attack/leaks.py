"""Leaks as others have had them, planted to see that they are found; no door does this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from provinces.citizens import budgets, identities
from provinces.citizens.models import Consent, Contact, Identity
from provinces.citizens.services import codes
from provinces.screening.models import Appointment, Result
from provinces.tenancy import credentials, scope


def _enrolled(number: str) -> Identity | None:
    key = credentials.key_of(scope.current().slug)
    hashed = identities.document_hash(key, number)
    return Identity.objects.filter(document_hash=hashed).select_related("citizen").first()


def looking_up(ask: Callable[..., str]) -> Callable[..., str]:
    """Ask for a code, and of whoever is enrolled read in the request what the app of 2020 told."""

    def asking(asked: codes.Asked, *, now: datetime) -> str:
        found = _enrolled(asked.claimed.number)
        if found is not None:
            key = credentials.key_of(scope.current().slug)
            identities.unseal(key, found.citizen.reference, bytes(found.sealed))
            tables: tuple[Any, ...] = (Consent, Contact, Result, Appointment)
            for table in tables:
                list(table.objects.filter(citizen=found.citizen))
        return ask(asked, now=now)

    return asking


def refusing_strangers(_kind: str, subject: str, **_more: Any) -> bool:
    """Let in whoever is enrolled, and say of everybody else that it was too often."""
    if _enrolled(subject) is None:
        raise budgets.OverBudget("subject")
    return True
