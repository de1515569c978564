"""A copy of all that is held of a person: as JSON, and as a PDF to be printed.

Every row of every class in the register is in it, field by field. Secrets by which somebody could
sign in or that seal entries are named, and not given out; what is sealed is given in the clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable, Spacer
from reportlab.platypus.paragraph import Paragraph

from provinces.appeals import sealing
from provinces.citizens import queries as citizens
from provinces.passes.printing import FONT
from provinces.tenancy import scope

from .holdings import held_of
from .sharing import shared_of
from .usage import usage_of

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

VERSION = 1
WITHHELD = "a secret, which is not given out"
SECRETS = frozenset(
    {
        "password", "data", "token", "token_hash", "token_checksum", "code_hash", "letters_hash",
        "session_key", "session_data", "code", "code_challenge", "nonce", "claimed", "found",
        "user_code", "device_code",
    }
)  # fmt: skip
# What leads to other people: who else was there, and whose case somebody was beside.
OTHERS = frozenset({"citizens", "case", "case_reference", "investigator"})
LEFT_OUT = "about other people, and left out"
# Seals that tell nothing by themselves: they are hexadecimal.
Encoder = DjangoJSONEncoder


def copy_of(citizen: Citizen, now: datetime) -> dict[str, Any]:
    """Return all that is held of a person, as plain JSON but for moments and numbers of cells."""
    person = citizens.own_record(citizen).person
    return {
        "v": VERSION,
        "province": scope.current().slug,
        "made_at": now,
        "person": {
            "reference": citizen.reference,
            "full_name": person.full_name if person else None,
            "document_number": person.document if person else None,
            "contacts": _contacts(citizen),
        },
        "classes": [
            {
                "class": kept.key,
                "what": str(kept.what),
                "ground": str(kept.ground),
                "controller": kept.controller,
                "until": str(kept.lasts),
                "at_the_end": kept.ends,
                "tables": [
                    {"table": rows.model._meta.label, "rows": [_row(row) for row in rows]}
                    for rows in tables
                ],
            }
            for kept, tables in held_of(citizen)
        ],
        "used_by": [usage.as_record() for usage in usage_of(citizen, limit=10**6)],
        "shared_with": [
            {"recipient": each.recipient, "purpose": each.purpose, "fields": each.fields,
             "at": each.at}
            for each in shared_of(citizen, now)
        ],
    }  # fmt: skip


def _contacts(citizen: Citizen) -> dict[str, str]:
    found = citizens.contact_of(citizen)
    return {"email": found.email, "phone": found.phone}


def _row(row: Any) -> dict[str, Any]:
    return {
        field.name: _value(row, field.name, field.attname) for field in row._meta.concrete_fields
    }


def _value(row: Any, name: str, column: str) -> Any:
    if name in SECRETS:
        return WITHHELD
    if name in OTHERS:
        return LEFT_OUT
    value = getattr(row, column)
    if name == "sealed":
        return _unsealed(row, value)
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return [value.lower, value.upper]
    return value


def _unsealed(row: Any, sealed: Any) -> str:
    label = row._meta.label
    if label == "appeals.Statement":
        return sealing.unseal(sealed, of=row.appeal.reference).decode()
    if label == "appeals.Attachment":
        return "given out on the page of the appeal, as it was brought"
    return "given in the clear under person"


def sheet_of(citizen: Citizen, now: datetime, *, language: str) -> bytes:
    """Return what is held of a person as a PDF, in plain words and numbers of entries."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    written = BytesIO()
    with translation.override(language):
        title = _("What is held of me")
        document = SimpleDocTemplate(
            written, pagesize=A4, topMargin=18 * mm, bottomMargin=18 * mm, title=title,
            lang="zh-Hans" if language.startswith("zh") else language,
        )  # fmt: skip
        document.build([*_flow(citizen, now, title, language)])
    return written.getvalue()


def _flow(citizen: Citizen, now: datetime, title: str, language: str) -> Iterator[Flowable]:
    wrap = "CJK" if language.startswith("zh") else None
    large = ParagraphStyle("large", fontName=FONT, fontSize=20, leading=28, wordWrap=wrap)
    head = ParagraphStyle("head", fontName=FONT, fontSize=13, leading=20, wordWrap=wrap)
    text = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=15, wordWrap=wrap)
    person = citizens.own_record(citizen).person
    yield Paragraph(escape(title), large)
    named = f"{person.full_name}, " if person else ""
    yield Paragraph(escape(f"{named}{citizen.reference}"), head)
    for kept, tables in held_of(citizen):
        count = sum(rows.count() for rows in tables)
        if not count:
            continue
        yield Spacer(1, 4 * mm)
        yield Paragraph(escape(str(kept.what)), head)
        said = _("Entries: %(count)s. Kept: %(until)s. %(ground)s. %(controller)s.") % {
            "count": count,
            "until": kept.lasts,
            "ground": kept.ground,
            "controller": kept.controller,
        }
        yield Paragraph(escape(said), text)
    yield Spacer(1, 6 * mm)
    yield Paragraph(escape(_("Who looked, and who it was shared with")), head)
    for usage in usage_of(citizen):
        yield Paragraph(
            escape(f"{usage.at:%Y-%m-%d %H:%M} · {usage.receiver} · {usage.action}"), text
        )
    for each in shared_of(citizen, now):
        yield Paragraph(escape(f"{each.recipient} · {each.purpose} · {each.fields}"), text)
