"""Words for particulars of the ledger that an auditor only hears of, and for values of few lists.

Keys and values stand in the ledger for good; a key that has no words at all is one of the rest.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

OTHERS = _("Other particulars")
# Never shown, only said to be there; those that name many things are said once.
WITHHELD: dict[str, Any] = {
    **dict.fromkeys(("appeal", "appeals"), _("Appeal")),
    **dict.fromkeys(("assertion", "assertions"), _("What another province said")),
    "assignment": _("Assignment of a case"),
    **dict.fromkeys(("appointments", "missed"), _("Appointment")),
    **dict.fromkeys(("at", "at_minute", "answered_at", "decided_at", "scored_at"), _("When")),
    "before": _("From before"),
    "because_of": _("Reason"),
    **dict.fromkeys(("came_from", "home"), _("Home province")),
    "checks": _("Checks"),
    "citizens": _("Person"),
    "claims": _("Zones that conflict"),
    "controller": _("Who answers for personal data"),
    **dict.fromkeys(("day", "first_on"), _("From day")),
    "days": _("Days"),
    "division": _("Area"),
    "document": _("Document"),
    "emergency": _("Emergency"),
    **dict.fromkeys(("ends", "tell_by"), _("Until")),
    "handover": _("Hand-over"),
    "last_on": _("Until day"),
    "letters": _("Letters"),
    "measures": _("Measures"),
    "official": _("Official"),
    "part": _("Part of the service"),
    "parties": _("Provinces"),
    **dict.fromkeys(("passes", "indexes"), _("Passes")),
    "place": _("Place"),
    "powers": _("Powers"),
    "receipt": _("Receipt"),
    "results": _("Results"),
    **dict.fromkeys(("proposed_unit", "signed_unit"), _("Office")),
    "rows": _("Lines read"),
    "scope": _("What it is for"),
    "sessions": _("Where they were signed in"),
    **dict.fromkeys(("since", "starts"), _("From")),
    "treaties": _("Treaty"),
    "verified": _("How it was verified"),
}
# What was done at a desk or with a list, and what came of something; words for keys of lists that
# are too short to have any elsewhere.
ACTS: dict[str, Any] = {
    "enrolled": _("Enrolled"),
    "letter": _("A letter was printed"),
    "declared": _("Declared"),
    "mandate": _("A mandate was given"),
    "paper_code": _("A paper code was printed"),
    "booked": _("An appointment was booked"),
    "travelling": _("A trip was declared"),
    "appealed": _("An appeal was filed"),
    "answered": _("Answered"),
    "withdrawn": _("Withdrawn"),
    "signed": _("Signed"),
    "refused": _("Refused"),
    "shortened": _("Shortened"),
}
CHANNELS: dict[str, Any] = {
    "self": _("Filed by the person"),
    "proxy": _("Filed by somebody with a mandate"),
    "desk": _("Filed at a desk"),
}
STATES: dict[str, Any] = {
    "open": _("Open"),
    "upheld": _("Upheld"),
    "withdrawn": _("Withdrawn"),
    "suspended": _("Suspended"),
    "offered": _("Offered"),
    "accepted": _("Accepted"),
    "going": _("Under way"),
    "done": _("Done"),
    "refused": _("Refused"),
    "released": _("Released"),
    "allow": _("Allowed"),
    "allow_with_condition": _("On conditions"),
    "deny": _("Not allowed"),
}
KINDS: dict[str, Any] = {
    "nightly": _("Nightly"),
    "manual": _("By hand"),
    "full": _("In full"),
    "live": _("Code on a screen"),
    "day": _("Code for a day"),
    "paper": _("Paper code"),
    "entry": _("Entry pass"),
    "prolong": _("Prolong"),
    "end": _("End"),
}
