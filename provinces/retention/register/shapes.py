"""What the register says of a class of data: what, since, how long, on what ground, and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)


class Ending(StrEnum):
    """What happens to a class of data at the end of its time."""

    DROPPED = "dropped"
    ERASED = "erased"
    REPLACED = "replaced"
    PUBLIC = "public"


ENDINGS: dict[Ending, Promise] = {
    Ending.DROPPED: _("It is deleted."),
    Ending.ERASED: _("It is deleted; a number that nobody can trace back stays in the ledger."),
    Ending.REPLACED: _("It is overwritten by what is true later, and deleted with the record."),
    Ending.PUBLIC: _("It stays: it is a public act or a seal, and says nothing of any person."),
}


class Owner(StrEnum):
    """Which office answers for a class of data."""

    HEALTH = "health"
    REGISTRY = "registry"
    SECURITY = "security"
    LABORATORY = "laboratory"
    FEDERATION = "federation"


OWNERS: dict[Owner, Promise] = {
    Owner.HEALTH: _("The province's health authority"),
    Owner.REGISTRY: _("The province's enrolment office"),
    Owner.SECURITY: _("The province's data protection office"),
    Owner.LABORATORY: _("The province's testing office"),
    Owner.FEDERATION: _("The province's office for other provinces"),
}


@dataclass(frozen=True, slots=True)
class Lasts:
    """For how long: the setting that has the number, or none, and the words around it.

    The words name `%(days)s` or `%(hours)s`; a setting is a number of `unit`, or a timedelta.
    """

    words: Promise
    setting: str = ""
    unit: timedelta = DAY

    @property
    def period(self) -> timedelta | None:
        """Return how long that is after the moment that the words name; None for no number."""
        if not self.setting:
            return None
        value = getattr(settings, self.setting)
        return value if isinstance(value, timedelta) else value * self.unit

    def __str__(self) -> str:
        if self.period is None:
            return str(self.words)
        hours = round(self.period / timedelta(hours=1))
        return str(self.words) % {"days": self.period.days, "hours": hours}


@dataclass(frozen=True, slots=True)
class Kept:
    """A class of data, as the register has it.

    `models` are the tables, as `label.Model`. `by` is the dotted name of what ends it, "" where it
    ends with the record that it belongs to, or not at all.
    """

    key: str
    what: Promise
    models: tuple[str, ...]
    ground: Promise
    owner: Owner
    lasts: Lasts
    ending: Ending
    by: str = ""
    is_personal: bool = True

    @property
    def ends(self) -> str:
        """What happens at the end, in the language in use."""
        return str(ENDINGS[self.ending])

    @property
    def controller(self) -> str:
        """Who answers for it, in the language in use."""
        return str(OWNERS[self.owner])
