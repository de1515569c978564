"""What people agree to when they enrol: a closed list of uses, each with its fields and end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .mandates import Verified

# Personal Information Protection Law (2021): art. 13 (1)(1), consent; (1)(3), a duty of the law.
CONSENT = _("Your consent: Personal Information Protection Law, article 13 (1) no. 1")
DUTY = _(
    "A duty of the law: Personal Information Protection Law, article 13 (1) no. 3;"
    " it is needed to have a code, and ends with your enrolment"
)
YEAR = timedelta(days=365)
# Who took down that somebody agreed, as their receipt says it.
RECORDED: dict[Verified, Promise] = {
    Verified.SUBJECT: _("Given by the person"),
    Verified.CODE: _("Recorded by whoever acts for the person, who told them a code of their own"),
    Verified.REGISTRY: _("Given by the guardian, whom the identity registry names"),
    Verified.DESK: _("Recorded by an official at a desk, for the person, who was present"),
}


class NeedsAll(ValueError):
    """What a code cannot be had without was left out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One use: which fields, what for, on which basis, for how long, and whether it can be refused.

    `fields` are the keys that stand in a receipt; `what` names them for people. What a law requires
    lasts as long as the enrolment: it has no end of its own.
    """

    key: str
    fields: tuple[str, ...]
    what: Promise
    purpose: Promise
    basis: Promise
    lasts: timedelta | None = YEAR
    is_optional: bool = True

    @property
    def is_duty(self) -> bool:
        """Tell whether it rests on a duty of the law, and not on what the person agrees to."""
        return self.basis is DUTY


_ITEMS = (
    Item(
        "identity",
        ("full_name", "document_number"),
        _("Name and document number"),
        _("So that the status is yours, and nobody else is enrolled as you"),
        DUTY,
        lasts=None,
        is_optional=False,
    ),
    Item(
        "residence",
        ("area",),
        _("The district you live in"),
        _("So that it is clear which office answers for you"),
        DUTY,
        lasts=None,
        is_optional=False,
    ),
    Item(
        "birth_year",
        ("birth_year",),
        _("Year of birth"),
        _("For figures by age, and to know until when a guardian may act for a child"),
        CONSENT,
    ),
    Item(
        "contact",
        ("email", "phone"),
        _("E-mail address and phone number, as the registry holds them"),
        _("To send you notices when your status changes"),
        CONSENT,
    ),
    Item(
        "places",
        ("regular_places",),
        _("Up to three places near the border where you often are"),
        _("So that what provinces agreed on commuters holds for you there"),
        CONSENT,
    ),
)
ITEMS: dict[str, Item] = {item.key: item for item in _ITEMS}
NEEDED = frozenset(item.key for item in _ITEMS if not item.is_optional)
# What is asked for on enrolment; places are asked for when there are some.
AT_ENROLMENT = ("identity", "residence", "birth_year", "contact")
# What of that may be refused, and agreed to later.
OFFERED: dict[str, Item] = {key: ITEMS[key] for key in AT_ENROLMENT if key not in NEEDED}


def wording(item: Item, language: str) -> str:
    """Return the digest of the words that somebody was shown, in their language."""
    with translation.override(language):
        days = "" if item.lasts is None else item.lasts.days
        shown = "\n".join(map(str, (item.what, item.purpose, item.basis, days)))
    return hashlib.sha256(shown.encode()).hexdigest()


def checked(given: Iterable[str]) -> frozenset[str]:
    """Return what was agreed to; raises NeedsAll, and KeyError for a use there is not."""
    agreed = frozenset(ITEMS[key].key for key in given)
    if not agreed >= NEEDED:
        raise NeedsAll(f"a code needs {sorted(NEEDED - agreed)}")
    return agreed
