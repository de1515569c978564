"""Pages about offices and people, the invitation, and who answers for personal data."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from tests import cast
from tests.architecture.access.rows import row
from tests.factories import areas, changes, offices, users


def an_officer(_citizen: Citizen) -> dict[str, Any]:
    """Somebody in office in the city 110100."""
    return {"number": cast.ada().pk}


def a_citizen(citizen: Citizen) -> dict[str, Any]:
    """A citizen's account is nobody's whose offices can be looked at."""
    return {"number": citizen.user_id}


def an_office(_citizen: Citizen) -> dict[str, Any]:
    return {"office": cast.ada().offices.get().pk}


def a_change(_citizen: Citizen) -> dict[str, Any]:
    """What somebody of another unit proposes about an office in the city 110100."""
    change = changes.grant(cast.ada(), changes.granter(changes.INSPECTION))
    return {"change": change.pk}


def no_change(_citizen: Citizen) -> dict[str, Any]:
    return {"change": 999_999}


def somebody_invited(_citizen: Citizen) -> dict[str, Any]:
    """The link of an invitation that two have signed."""
    areas.area()
    secret, _code = changes.invited(changes.granter(), changes.granter(changes.INSPECTION))
    return {"secret": secret}


def nobody_invited(_citizen: Citizen) -> dict[str, Any]:
    offices.office(users.user(), areas.area(), now=cast.NOW)
    return {"secret": "nothing"}


GRANTER: dict[str, Any] = {"role": "administrator", "without": "auditor"}
ABOUT: dict[str, Any] = {"about": an_office, **GRANTER, "kind": "stop"}
# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("console:offices", "GET",   "sign-in  sign-in  403      200      200      403     403",
        **GRANTER),
    # A forged area is none that the official decides about: the list stays empty.
    row("console:offices", "GET",   "sign-in  sign-in  403      200      200      403     403",
        query="?area=110101&state=in_force", **GRANTER),
    row("console:officer", "GET",   "sign-in  sign-in  403      404      200      403     403",
        about=an_officer, **GRANTER),
    row("console:officer", "GET",   "sign-in  sign-in  403      404      404      403     403",
        about=a_citizen, **GRANTER),
    row("console:office-grant", "GET", "sign-in sign-in 403     404      200      403     403",
        about=an_officer, **GRANTER),
    row("console:office-grant", "POST", "sign-in sign-in 403    404      200      403     403",
        about=an_officer, area="110000", **GRANTER),
    row("console:office-invite", "GET", "sign-in sign-in 403    200      200      403     403",
        **GRANTER),
    row("console:office-invite", "POST", "sign-in sign-in 403   200      200      403     403",
        area="110000", **GRANTER),
    row("console:office-propose", "POST", "sign-in sign-in 403  404      302      403     403",
        because="under_review", **ABOUT),
    row("console:office-changes", "GET", "sign-in sign-in 403   200      200      403     403",
        **GRANTER),
    row("console:office-change", "GET", "sign-in sign-in 403    404      200      403     403",
        about=a_change, **GRANTER),
    row("console:office-change", "GET", "sign-in sign-in 403    404      404      403     403",
        about=no_change, **GRANTER),
    row("console:office-change-sign", "POST", "sign-in sign-in 403 404   302      403     403",
        about=a_change, **GRANTER),
    row("console:office-change-refuse", "POST", "sign-in sign-in 403 404 302      403     403",
        about=a_change, because="no_need", **GRANTER),
    row("console:office-change-withdraw", "POST", "sign-in sign-in 403 404 302    403     403",
        about=a_change, **GRANTER),
    row("console:office-controller", "GET", "sign-in sign-in 403 200     200      403     403",
        **GRANTER),
    row("console:office-controller", "POST", "sign-in sign-in 403 200    200      403     403",
        **GRANTER),
    row("console:operations", "GET", "sign-in sign-in 403       200      200      403     403",
        role="operations_contractor"),
    row("portal:faults", "GET",     "200      200      200      200      200      200     200"),
    row("portal:controller", "GET", "200      200      200      200      200      200     200"),
    # Whoever has the link sees the form; without the code nothing follows from it.
    row("portal:invitation", "GET", "200      200      200      200      200      200     200",
        about=somebody_invited),
    row("portal:invitation", "POST", "200     200      200      200      200      200     200",
        about=somebody_invited, code="aaaaa-aaaaa"),
    row("portal:invitation", "GET", "404      404      404      404      404      404     404",
        about=nobody_invited),
]
# fmt: on
