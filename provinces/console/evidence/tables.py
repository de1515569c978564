"""Lists as files: which columns a class has, and how a file's bytes become lines. No database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from provinces.evidence.classes import CONTACTS, FORMS, EvidenceClass

# A line of the longest list has some 300 bytes.
MOST_BYTES = 2_000_000
BOM = "\ufeff"
# Who somebody is: by the reference that a page shows, or by document and name.
PEOPLE = ("reference", "document", "name")
# What each column is called at the head of a file; either language is read.
COLUMNS = {
    "reference": gettext_lazy("reference"),
    "document": gettext_lazy("document number"),
    "name": gettext_lazy("full name"),
    "happened_at": gettext_lazy("happened at"),
    "onset_at": gettext_lazy("symptoms since"),
    "ends_at": gettext_lazy("planned end"),
    "expires_at": gettext_lazy("counts until"),
    "conveyance": gettext_lazy("flight, train or coach"),
    "country": gettext_lazy("country"),
    "division": gettext_lazy("division"),
    "bound_elsewhere": gettext_lazy("bound elsewhere"),
    "case": gettext_lazy("case number"),
    "case_reference": gettext_lazy("case elsewhere"),
    "method": gettext_lazy("method"),
}
LANGUAGES = ("en", "zh-hans")


class NotATable(ValueError):
    """A file that is no list; says why, in the language in use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its number in the file, and what stands in which column."""

    number: int
    said: Mapping[str, str]


def columns_of(of: EvidenceClass) -> list[str]:
    """Return the columns of a class, in order."""
    form = FORMS[of]
    found = [*PEOPLE, "happened_at"]
    found += ["onset_at"] if form.has_onset else []
    found += ["ends_at"] if form.has_planned_end else []
    found += ["expires_at", *form.details]
    return found + (["case", "case_reference", "method"] if of in CONTACTS else [])


def template(of: EvidenceClass) -> str:
    """Return an empty list of a class: its head, in the language in use; spreadsheets read it."""
    return BOM + written([[str(COLUMNS[name]) for name in columns_of(of)]])


def written(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def text_of(content: bytes) -> str:
    """Return the text of a file, of UTF-8 or GB18030; raises NotATable."""
    if len(content) > MOST_BYTES:
        raise NotATable(_("The file is too large."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            found = content.decode(encoding).removeprefix(BOM)
        except UnicodeDecodeError:
            continue
        if "\0" in found:
            break
        return found
    raise NotATable(_("The file is no text of UTF-8 or GB18030. Save it as CSV."))


def lines_of(text: str, of: EvidenceClass, most: int) -> list[Line]:
    """Return the lines of a list of a class; raises NotATable. Empty lines are passed over."""
    try:
        rows = list(_rows(text))
    except csv.Error:
        raise NotATable(_("The file cannot be read as CSV.")) from None
    if not rows:
        raise NotATable(_("The file is empty."))
    (_first, head), *rest = rows
    names = _head(head, of)
    if not rest:
        raise NotATable(_("There are no lines below the head."))
    if len(rest) > most:
        raise NotATable(_("There are more than %(most)s lines.") % {"most": most})
    found = []
    for number, row in rest:
        if len(row) > len(names):
            told = {"line": number, "columns": len(names)}
            raise NotATable(_("Line %(line)s has more than %(columns)s columns.") % told)
        filled = [*row, *[""] * (len(names) - len(row))]
        found.append(Line(number, dict(zip(names, filled, strict=True))))
    return found


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """Yield the rows in which something stands, each with the line on which it ends."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield reader.line_num, cells


def _head(cells: Sequence[str], of: EvidenceClass) -> list[str]:
    known, allowed = _known(), columns_of(of)
    names: list[Any] = [known.get(cell.casefold()) for cell in cells]
    for cell, name in zip(cells, names, strict=True):
        if name not in allowed:
            told = {"column": cell[:40]}
            said = _(
                "A list of this class has no column “%(column)s”. Begin with its empty list, below."
            )
            raise NotATable(said % told)
    if len(set(names)) < len(names):
        raise NotATable(_("A column stands there twice."))
    if "reference" not in names and not {"document", "name"} <= set(names):
        raise NotATable(_("Say who people are: by reference, or by document number and name."))
    missing = [name for name in ("happened_at", "expires_at") if name not in names]
    if missing:
        told = {"column": str(COLUMNS[missing[0]])}
        raise NotATable(_("The column “%(column)s” is missing.") % told)
    return names


def _known() -> dict[str, str]:
    """Return the columns by what they are called at a file's head."""
    found = {name: name for name in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            found |= {str(words).casefold(): name for name, words in COLUMNS.items()}
    return found
