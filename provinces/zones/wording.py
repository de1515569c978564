"""What the closed lists of zones are called: why one is declared or lifted, on which law."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Basis, Because, Reason

REASONS: dict[str, Any] = {
    Reason.CASES_LIVE_THERE: _("People who were infected live there"),
    Reason.CASES_STAYED_THERE: _("People who were infected stayed there while infectious"),
    Reason.SPREAD_THERE: _("The disease was passed on there"),
    Reason.CONTACTS_LIVE_THERE: _("Close contacts who are under observation live there"),
    Reason.FOUND_IN_THE_PLACE: _("The pathogen was found in samples taken of the place"),
}
BASES: dict[str, Any] = {
    Basis.DISEASES_LAW: _("Law on the Prevention and Treatment of Infectious Diseases"),
    Basis.EMERGENCY_LAW: _("Emergency Response Law"),
    Basis.EMERGENCY_RULES: _("Regulation on Public Health Emergencies"),
    Basis.PROVINCIAL_ORDER: _("An order of the province that has been published"),
}
BECAUSE: dict[str, Any] = {
    Because.RISK_IS_OVER: _("The risk is over sooner than expected"),
    Because.CASES_RULED_OUT: _("The cases it cites were ruled out"),
    Because.DRAWN_WRONGLY: _("It was drawn in the wrong place, or too large"),
    Because.APPEAL_UPHELD: _("An appeal was upheld"),
    Because.DECLARED_WITHOUT_GROUND: _("It was declared without a ground"),
}


def reason(said: str) -> Any:
    """Return why a zone was declared: in words of the list, or in those of the file it came by."""
    return REASONS.get(said, said)


def basis(said: str) -> Any:
    """Return the law a zone rests on, "" where none was named."""
    return BASES.get(said, said)
