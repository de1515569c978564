"""Appeals: the person's own pages, and those of officials who answer."""

from __future__ import annotations

from typing import Any

from provinces.appeals import services
from provinces.appeals.models import Attachment, Basis, Letter
from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import appeals
from tests.factories.appeals import HIGH


def a_ground(citizen: Citizen) -> dict[str, Any]:
    """A ground that holds the citizen."""
    appeals.exposed(citizen)
    return {"decision": appeals.complaint(citizen).decision, "ground": HIGH}


def an_appeal(citizen: Citizen) -> dict[str, Any]:
    """An appeal of the citizen's that lies with nobody yet."""
    appeals.exposed(citizen)
    return {"reference": appeals.attended(appeals.filed(citizen)).reference}


def a_refusal(citizen: Citizen) -> dict[str, Any]:
    """An appeal of the citizen's that was refused."""
    officer = appeals.reviewer(unit="their office")
    appeals.exposed(citizen)
    appeal = appeals.attended(appeals.filed(citizen))
    appeals.answered(appeal, officer, wrong=False)
    return {"reference": appeal.reference}


def a_file(citizen: Citizen) -> dict[str, Any]:
    """A file that the citizen brought."""
    appeals.exposed(citizen)
    files = [services.File("a.png", appeals.PNG)]
    appeal = appeals.filed(citizen, files=files)
    return {"reference": appeal.reference, "key": Attachment.objects.get().pk}


def a_letter(citizen: Citizen) -> dict[str, Any]:
    """A letter that the citizen was given."""
    _upheld(citizen)
    return {"reference": Letter.objects.get().reference}


def an_upheld_cause(citizen: Citizen) -> dict[str, Any]:
    """Nothing in the address: its cause is found wrong."""
    _upheld(citizen)
    return {}


def a_reversal(citizen: Citizen) -> dict[str, Any]:
    """A reversal that another office has proposed."""
    by = _upheld(citizen)
    cause = Basis.objects.get().cause
    return {"reversal": services.propose_reversal(cause, because="x", by=by, now=NOW).pk}


def _upheld(citizen: Citizen) -> Any:
    officer = appeals.reviewer(unit="their office")
    appeals.exposed(citizen)
    appeals.answered(appeals.attended(appeals.filed(citizen)), officer)
    return officer


OFFICER = {"role": "appeals_officer"}
CLERK = {"role": "desk_clerk", "without": "auditor"}
# fmt: off
ROWS = [
    #                                anonymous foreigner powerless stranger official citizen other
    row("portal:appeals", "GET",        "sign-in  sign-in  403     403      403      200     200"),
    row("portal:appeal-file", "GET",    "sign-in  sign-in  403     403      403      200     404",
        about=a_ground),
    row("portal:appeal-file", "POST",   "sign-in  sign-in  403     403      403      302     404",
        about=a_ground, category="not_me", text="It was somebody else."),
    row("portal:appeal", "GET",         "sign-in  sign-in  403     403      403      200     404",
        about=an_appeal),
    row("portal:appeal-again", "GET",   "sign-in  sign-in  403     403      403      200     404",
        about=a_refusal),
    row("portal:appeal-again", "GET",   "sign-in  sign-in  403     403      403      404     404",
        about=an_appeal),
    row("portal:appeal-again", "POST",  "sign-in  sign-in  403     403      403      302     404",
        about=a_refusal, category="not_me", text="It was somebody else."),
    row("portal:appeal-add", "GET",     "sign-in  sign-in  403     403      403      200     404",
        about=an_appeal),
    row("portal:appeal-add", "GET",     "sign-in  sign-in  403     403      403      404     404",
        about=a_refusal),
    row("portal:appeal-add", "POST",    "sign-in  sign-in  403     403      403      302     404",
        about=an_appeal, category="not_me", text="It was somebody else."),
    row("portal:appeal-withdraw", "GET",
                                        "sign-in  sign-in  403     403      403      200     404",
        about=an_appeal),
    row("portal:appeal-withdraw", "POST",
                                        "sign-in  sign-in  403     403      403      302     404",
        about=an_appeal),
    row("portal:appeal-attachment", "GET",
                                        "sign-in  sign-in  403     403      403      200     404",
        about=a_file),
    row("portal:letter", "GET",         "sign-in  sign-in  403     403      403      200     404",
        about=a_letter),
    row("console:appeals", "GET",       "sign-in  sign-in  403     200      200      403     403",
        **OFFICER),
    row("console:desk-appeal", "GET",   "sign-in  sign-in  403     404      404      403     403",
        **CLERK),
    row("console:desk-appeal", "POST",  "sign-in  sign-in  403     404      404      403     403",
        **CLERK, category="not_me", text="It was somebody else."),
    row("console:desk-mail", "GET",     "sign-in  sign-in  403     200      200      403     403",
        **CLERK),
    row("console:desk-mail", "POST",    "sign-in  sign-in  403     302      302      403     403",
        **CLERK, kind="resident", number="110101197001014375", full_name="王五",
        arrived_on="2026-11-14", category="not_me", text="It was somebody else."),
    # Of a call nothing is to be had before a code has been sent, and read out.
    row("console:desk-call", "GET",     "sign-in  sign-in  403     200      200      403     403",
        **CLERK),
    row("console:desk-call", "POST",    "sign-in  sign-in  403     302      302      403     403",
        **CLERK, kind="resident", number="110101197001014375", full_name="王五", language="en"),
    row("console:desk-call-code", "GET",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK),
    row("console:desk-call-code", "POST",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK, code="00000000"),
    row("console:desk-call-wish", "GET",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK),
    row("console:desk-call-post", "POST",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK),
    row("console:desk-call-appeal", "GET",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK),
    row("console:desk-call-appeal", "POST",
                                        "sign-in  sign-in  403     302      302      403     403",
        **CLERK, category="not_me", text="It was somebody else."),
    row("console:appeal", "GET",        "sign-in  sign-in  403     404      200      403     403",
        about=an_appeal, **OFFICER),
    row("console:appeal-decide", "GET", "sign-in  sign-in  403     404      302      403     403",
        about=an_appeal, **OFFICER),
    row("console:appeal-decide", "POST",
                                        "sign-in  sign-in  403     404      200      403     403",
        about=an_appeal, **OFFICER),
    row("console:appeal-attachment", "GET",
                                        "sign-in  sign-in  403     404      404      403     403",
        about=a_file, **OFFICER),
    row("console:appeal-causes", "GET", "sign-in  sign-in  403     200      200      403     403",
        **OFFICER),
    row("console:appeal-cause", "GET",  "sign-in  sign-in  403     404      404      403     403",
        about=an_upheld_cause, query="?cause=zone:north/none", **OFFICER),
    row("console:appeal-propose", "POST",
                                        "sign-in  sign-in  403     404      404      403     403",
        about=an_upheld_cause, cause="zone:north/none", because="x", **OFFICER),
    row("console:reversal-sign", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=a_reversal, **OFFICER),
    row("console:reversal-refuse", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=a_reversal, because="one case", **OFFICER),
]
# fmt: on
