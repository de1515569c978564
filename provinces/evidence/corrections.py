"""Why officials end or withdraw what their offices have put into force: two closed lists.

The key is what is stored. Registers and laboratories say why in their own words, and those are
shown as they are.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Wrong(StrEnum):
    """Why a piece should never have counted: it is withdrawn."""

    NOT_THEM = "not_them"
    NOT_SO = "not_so"
    TWICE = "twice"
    TAKEN_BACK = "taken_back"
    NO_BASIS = "no_basis"


class Over(StrEnum):
    """Why a piece that was right has come to its end."""

    AS_PLANNED = "as_planned"
    CONDITIONS_MET = "conditions_met"
    TESTED = "tested"
    LEFT = "left"


WRONG: dict[str, Promise] = {
    Wrong.NOT_THEM: _("It is about somebody else"),
    Wrong.NOT_SO: _("A date, a place or the class was wrong; what is right is filed anew"),
    Wrong.TWICE: _("The same was filed twice"),
    Wrong.TAKEN_BACK: _("Whoever told it has taken it back"),
    Wrong.NO_BASIS: _("The law did not allow it, or does not any more"),
}
OVER: dict[str, Promise] = {
    Over.AS_PLANNED: _("The planned end has come"),
    Over.CONDITIONS_MET: _("The conditions for its end were met before"),
    Over.TESTED: _("A test, or a doctor, has shown it"),
    Over.LEFT: _("The person has left the province"),
}


def in_words(because: str) -> str:
    """Return a reason in the language in use; one in a source's own words as it is."""
    return str(WRONG.get(because) or OVER.get(because) or because)
