"""Files that officials make of what is kept of people: small, sealed, and gone after an hour.

The file itself is made by whoever shows it; here it is kept, taken by whoever made it, and its
digest is put into the ledger.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import identities
from provinces.citizens.fields import PERSONAL, SENSITIVE, Field
from provinces.citizens.models import EXPORT_LASTS, EXPORT_ROWS, Citizen, Export
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.models import Office
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

Kind = Export.Kind


class TooMuch(ValueError):
    """A list has at most fifty rows, and never tells both who people are and what is known."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it was made: of whom or of how many, what is in it, from which office."""

    kind: Export.Kind
    purpose: Purpose
    fields: Collection[Field]
    rows: int
    office: Office
    citizen: Citizen | None = None


def new_token() -> str:
    """Return a fresh file's name: it is printed in its watermark."""
    return secrets.token_hex(8)


@transaction.atomic
def keep_file(token: str, made: Made, content: bytes, *, by: User, now: datetime) -> Export:
    """Keep a file for an hour, for the official who made it; raises TooMuch."""
    fields = frozenset(made.fields)
    is_both = bool(fields & PERSONAL) and bool(fields & SENSITIVE)
    if not 1 <= made.rows <= EXPORT_ROWS or (made.kind != Kind.SHEET and is_both):
        raise TooMuch("a list is small, and tells either who or what")
    key = credentials.key_of(scope.current().slug)
    file = Export.objects.create(
        token=token,
        kind=made.kind,
        purpose=str(made.purpose),
        citizen=made.citizen,
        fields=sorted(fields),
        rows=made.rows,
        digest=hashlib.sha256(content).hexdigest(),
        sealed=identities.seal_text(key, token, base64.b64encode(content).decode()),
        made_by=by,
        made_unit=made.office.unit,
        made_at=now,
        ends_at=now + EXPORT_LASTS,
    )
    body = {
        "file": token,
        "kind": str(made.kind),
        "purpose": str(made.purpose),
        "fields": file.fields,
        "rows": made.rows,
        "sha256": file.digest,
        "office": made.office.unit,
        "role": made.office.role,
    }
    about = made.citizen or f"file:{token}"
    ledger.record(Event.EXPORT_MADE, by=by, about=about, at=now, body=body)
    return file


@transaction.atomic
def take_file(file: Export, *, by: User, now: datetime) -> bytes:
    """Return what is in a file, and have it recorded that it was taken."""
    key = credentials.key_of(scope.current().slug)
    content = base64.b64decode(identities.unseal_text(key, file.token, bytes(file.sealed)))
    body = {"file": file.token, "sha256": file.digest}
    ledger.record(Event.EXPORT_TAKEN, by=by, about=f"file:{file.token}", at=now, body=body)
    return content


@transaction.atomic
def drop_files(*, now: datetime) -> int:
    """Delete the files whose hour is over; return how many."""
    return Export.objects.filter(ends_at__lte=now).delete()[0]
