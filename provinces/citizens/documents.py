"""Which documents say who somebody is, how their numbers are written, and what a number tells."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import numdb
from stdnum.iso7064 import mod_11_2


class NotADocument(ValueError):
    """A document number that cannot be one."""


class DocumentKind(StrEnum):
    """A kind of document that the identity registry knows people by."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    PERMIT = "permit"
    PERMANENT = "permanent"


WORDING: dict[DocumentKind, Promise] = {
    DocumentKind.RESIDENT: _("Resident identity card"),
    DocumentKind.PASSPORT: _("Passport"),
    DocumentKind.PERMIT: _("Residence permit for Hong Kong, Macao or Taiwan residents"),
    DocumentKind.PERMANENT: _("Foreign permanent resident identity card"),
}

# GB 11643: 17 digits and a check character. Residence permits of people from Hong Kong, Macao
# and Taiwan (2018) are numbered alike, with 81, 82 or 83 for a place; permanent residents' cards
# (2023) with a 9 before the place of issue and the country.
EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
PERMIT_PLACES = ("81", "82", "83")
PERMANENT_FIRST = "9"
# Until 2023: the country, the place of issue, the date of birth and a number.
PERMANENT_BEFORE = re.compile(r"[A-Z]{3}[0-9]{12}")
PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")


def normalise(document: str) -> str:
    """Return a document number in its one spelling; raises NotADocument.

    Full-width letters and digits, which Chinese keyboards write, are the same as narrow ones.
    Numbers of eighteen places are checked (GB 11643, ISO 7064 MOD 11-2); of other documents only
    the alphabet and length can be.
    """
    narrow = unicodedata.normalize("NFKC", document)
    compact = "".join(narrow.split()).replace("-", "").upper()
    if not (compact.isascii() and compact.isalnum() and 5 <= len(compact) <= 20):
        raise NotADocument("a document number is 5 to 20 letters and digits")
    if len(compact) == 18 and compact[:17].isdigit() and not _is_whole(compact):
        raise NotADocument("the resident identity number's check digit, date or place is wrong")
    return compact


def of_kind(kind: DocumentKind, number: str) -> str:
    """Return the number of a document of a kind in its one spelling; raises NotADocument.

    What it says is in the number alone: it tells nothing of whether anybody has it.
    """
    compact = normalise(number)
    if not _fits(kind, compact):
        raise NotADocument(f"{kind} documents are not numbered like this")
    return compact


def kind_of(number: str) -> DocumentKind:
    """Return the kind of document that a number in its one spelling is of."""
    return next(kind for kind in DocumentKind if _fits(kind, number))


def birth_year(document: str) -> int | None:
    """Return the year of birth that a document number tells, if it tells one."""
    born = _born(normalise(document))
    return born.year if born else None


def _fits(kind: DocumentKind, compact: str) -> bool:
    is_eighteen = bool(EIGHTEEN.fullmatch(compact))
    is_permit = is_eighteen and compact.startswith(PERMIT_PLACES)
    is_permanent = is_eighteen and compact.startswith(PERMANENT_FIRST)
    if kind is DocumentKind.RESIDENT:
        return is_eighteen and not is_permit and not is_permanent
    if kind is DocumentKind.PERMIT:
        return is_permit
    if kind is DocumentKind.PERMANENT:
        return is_permanent or bool(PERMANENT_BEFORE.fullmatch(compact))
    is_other = is_eighteen or PERMANENT_BEFORE.fullmatch(compact)
    return bool(PASSPORT.fullmatch(compact)) and not is_other


def _is_whole(compact: str) -> bool:
    """Tell whether check character, date and place of an eighteen-place number are right."""
    if not mod_11_2.is_valid(compact) or _born(compact) is None:
        return False
    return compact.startswith((*PERMIT_PLACES, PERMANENT_FIRST)) or _is_a_place(compact[:6])


def _is_a_place(code: str) -> bool:
    """Tell whether a code of GB/T 2260 is, or ever was, a county's.

    The year of birth is not asked, as stdnum's own check does: numbers were given from 1984 on, to
    people of any age, with the codes of that day.
    """
    found = numdb.get("cn/loc").info(code)
    return any("county" in properties for _part, properties in found)


def _born(compact: str) -> date | None:
    if not EIGHTEEN.fullmatch(compact):
        return None
    digits = compact[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
