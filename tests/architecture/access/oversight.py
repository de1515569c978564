"""Pages for auditors, and the figures for everybody."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.oversight.auditing import freezing
from provinces.oversight.figures import services as figures
from provinces.oversight.misuse import services as misuse
from provinces.oversight.models import Case, Thing
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import evidence, ledger, oversight


def a_night(_citizen: Citizen) -> dict[str, Any]:
    """Nothing in the address: what was found and counted last night."""
    evidence.proposed()
    figures.publish(now=NOW)
    return {}


def an_entry(citizen: Citizen) -> dict[str, Any]:
    """An entry about the citizen, sealed."""
    oversight.looked(oversight.reader(), citizen)
    ledger.seal()
    return {"number": Payload.objects.latest("pk").pk}


def entries(citizen: Citizen) -> dict[str, Any]:
    """Nothing in the address: there is something in the log."""
    an_entry(citizen)
    return {}


def no_entry(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 999_999}


def a_case(citizen: Citizen) -> dict[str, Any]:
    """A case in which the citizen's data are, of another office than whoever looks at it."""
    oversight.looked(oversight.reader(unit="clinic"), citizen, times=6)
    misuse.detect(now=NOW)
    return {"reference": Case.objects.get().reference}


def no_case(_citizen: Citizen) -> dict[str, Any]:
    return {"reference": "NOBODYS"}


def a_freeze(citizen: Citizen) -> dict[str, Any]:
    """A freeze of evidence about the citizen."""
    piece = evidence.proposed(citizen)
    by = oversight.auditor()
    (made,) = freezing.freeze(Thing.PIECE, [piece.pk], by=by, because="thirty at once", now=NOW)
    return {"freeze": made.pk}


def no_freeze(_citizen: Citizen) -> dict[str, Any]:
    return {"freeze": 999_999}


AUDITOR = {"role": "auditor"}
# fmt: off
ROWS = [
    #                                  anonymous foreigner powerless stranger official citizen other
    row("portal:figures", "GET",         "200      200      200      200      200      200     200",
        about=a_night),
    row("portal:figures-document", "GET", "200     200      200      200      200      200     200",
        about=a_night),
    # The log is the province's, and nobody's name is in it: every auditor reads all of it.
    row("console:audit", "GET",        "sign-in  sign-in  403      200      200      403     403",
        about=entries, **AUDITOR),
    row("console:audit-entry", "GET",  "sign-in  sign-in  403      200      200      403     403",
        about=an_entry, **AUDITOR),
    row("console:audit-entry", "GET",  "sign-in  sign-in  403      404      404      403     403",
        about=no_entry, **AUDITOR),
    row("console:audit-decisions", "GET", "sign-in sign-in 403     200      200      403     403",
        **AUDITOR),
    row("console:audit-together", "GET", "sign-in sign-in 403      200      200      403     403",
        **AUDITOR),
    row("console:audit-ledger", "GET", "sign-in  sign-in  403      200      200      403     403",
        **AUDITOR),
    row("console:audit-ledger", "POST", "sign-in sign-in  403      302      302      403     403",
        **AUDITOR),
    row("console:freezes", "GET",      "sign-in  sign-in  403      200      200      403     403",
        about=a_night, **AUDITOR),
    # What is not in the auditor's areas is not frozen; the page says so.
    row("console:freezes", "POST",     "sign-in  sign-in  403      302      302      403     403",
        thing="piece", key="1", because="x", **AUDITOR),
    row("console:freeze-prolong", "POST", "sign-in sign-in 403     404      302      403     403",
        about=a_freeze, **AUDITOR),
    row("console:freeze-prolong", "POST", "sign-in sign-in 403     404      404      403     403",
        about=no_freeze, **AUDITOR),
    row("console:freeze-lift", "POST", "sign-in  sign-in  403      404      302      403     403",
        about=a_freeze, **AUDITOR),
    row("console:misuse", "GET",       "sign-in  sign-in  403      200      200      403     403",
        **AUDITOR),
    row("console:misuse-case", "GET",  "sign-in  sign-in  403      200      200      403     403",
        about=a_case, **AUDITOR),
    row("console:misuse-case", "GET",  "sign-in  sign-in  403      404      404      403     403",
        about=no_case, **AUDITOR),
    row("console:misuse-examine", "POST", "sign-in sign-in 403     302      302      403     403",
        about=a_case, **AUDITOR),
    row("console:misuse-close", "POST", "sign-in sign-in  403      302      302      403     403",
        about=a_case, verdict="unfounded", because="x", **AUDITOR),
]
# fmt: on
