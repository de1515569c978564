"""Tests and appointments: a citizen's own pages, and a site's own day."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.factories import sites


def a_site(_citizen: Citizen) -> dict[str, Any]:
    """A test site in the county 110101."""
    return {"code": sites.site().code}


def no_site(_citizen: Citizen) -> dict[str, Any]:
    return {"code": "nowhere"}


def an_appointment(citizen: Citizen) -> dict[str, Any]:
    """The citizen's appointment of this afternoon, in the county 110101."""
    return {"code": sites.appointment(citizen).code}


def an_appointment_tomorrow(citizen: Citizen) -> dict[str, Any]:
    """The citizen's appointment of tomorrow: no site sees it yet."""
    return {"code": sites.appointment(citizen, starts_at=sites.TOMORROW).code}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:tests", "GET",        "sign-in  sign-in  403      403      403      200     200"),
    row("portal:vaccinations", "GET", "sign-in  sign-in  403      403      403      200     200"),
    row("portal:appointments", "GET", "sign-in  sign-in  403      403      403      200     200"),
    row("portal:sites", "GET",        "sign-in  sign-in  403      403      403      200     200"),
    row("portal:site", "GET",         "sign-in  sign-in  403      403      403      200     200",
        about=a_site),
    row("portal:site", "GET",         "sign-in  sign-in  403      403      403      404     404",
        about=no_site),
    row("portal:site", "POST",        "sign-in  sign-in  403      403      403      302     302",
        about=a_site, starts_at=sites.SOON.isoformat()),
    row("portal:site", "POST",        "sign-in  sign-in  403      403      403      404     404",
        about=no_site),
    row("portal:cancel-appointment", "GET", "sign-in sign-in 403  403      403      200     404",
        about=an_appointment),
    row("portal:cancel-appointment", "POST", "sign-in sign-in 403 403      403      302     404",
        about=an_appointment),

    row("console:sites", "GET",       "sign-in  sign-in  403      200      200      403     403",
        role="site_clerk"),
    row("console:site", "GET",        "sign-in  sign-in  403      404      200      403     403",
        about=a_site, role="site_clerk"),
    row("console:site", "GET",        "sign-in  sign-in  403      404      404      403     403",
        about=no_site, role="site_clerk"),
    row("console:appointment", "GET", "sign-in  sign-in  403      404      200      403     403",
        about=an_appointment, role="site_clerk"),
    row("console:appointment", "GET", "sign-in  sign-in  403      404      404      403     403",
        about=an_appointment_tomorrow, role="site_clerk"),
    row("console:arrive", "POST",     "sign-in  sign-in  403      404      302      403     403",
        about=an_appointment, role="site_clerk"),
    row("console:arrive", "POST",     "sign-in  sign-in  403      404      404      403     403",
        about=an_appointment_tomorrow, role="site_clerk"),
    row("console:sample", "POST",     "sign-in  sign-in  403      404      302      403     403",
        about=an_appointment, role="site_clerk", number="0001"),
    row("console:sample", "POST",     "sign-in  sign-in  403      404      404      403     403",
        about=an_appointment_tomorrow, role="site_clerk", number="0001"),

    row("console:desk-booking", "GET", "sign-in sign-in  403      404      404      403     403",
        role="desk_clerk", without="epidemiologist"),
    row("console:desk-book", "POST",  "sign-in  sign-in  403      404      404      403     403",
        role="desk_clerk", without="epidemiologist"),
    row("console:desk-cancel-booking", "POST", "sign-in sign-in 403 404    404      403     403",
        role="desk_clerk", without="epidemiologist"),
]
# fmt: on
