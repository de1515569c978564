"""What each part, and each reason to switch one off, is called for people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.oversight.models.switches import Reason

from .parts import Part

PARTS: Mapping[Part, Promise] = {
    Part.OWN_STATUS: _("Seeing one's own status, and the last good answer"),
    Part.SIGNING_IN: _("Signing in and security"),
    Part.APPEALS: _("Filing an appeal, and answering it"),
    Part.CARE: _("Care: tests, appointments, test sites"),
    Part.OWN_DATA: _("Seeing who looked at one's data, and withdrawing consents"),
    Part.PUBLIC_PAGES: _("Pages for everybody, and the page of a checkpoint"),
    Part.SUPERVISION: _("Oversight, alarms and this switch"),
    Part.ENROLMENT: _("Enrolment, and giving accounts back"),
    Part.MANDATES: _("Acting for others"),
    Part.LIVE_CODES: _("Codes on a screen"),
    Part.KEPT_CODES: _("Codes for a day and on paper"),
    Part.TRAVEL: _("Travel answers and trips"),
    Part.DECLARATIONS: _("Declarations, places and contacts"),
    Part.CHECK_IN: _("Checking in at venues"),
    Part.VENUES: _("Screens and registration of venues"),
    Part.COPIES: _("Copies and exports"),
    Part.CHANNELS: _("Apps of others that act for citizens"),
    Part.PRESENCE_IN: _("Presences sent by phones"),
    Part.LABORATORIES: _("Results sent by laboratories"),
    Part.CARRIERS: _("Questions of carriers"),
    Part.CHECKPOINT_LISTS: _("Lists that checkpoints fetch"),
    Part.DATA_TRACKER: _("Data tracker for other systems"),
    Part.API_DESCRIPTION: _("Description of the endpoints"),
    Part.DESK_LOOK_UP: _("Looking people up at desks"),
    Part.PERSON_PAGES: _("Officials' pages about a person"),
    Part.ORDER_CHECKS: _("Questions whether somebody is under an order"),
    Part.ZONE_DESK: _("Declaring and signing zones"),
    Part.EVIDENCE_DESK: _("Filing and approving evidence"),
    Part.RULE_DESK: _("Drafting and signing rules and policies of entry"),
    Part.OFFICES: _("Granting offices"),
    Part.LAWFUL_REQUESTS: _("Legal requests about a person"),
    Part.PEERS_READ: _("What other provinces read of ours"),
    Part.PEERS_TELL: _("Hints and witnesses of other provinces"),
    Part.PEERS_ON_PEOPLE: _("Messages of other provinces about people"),
    Part.BORDER_DESK: _("Offers, conflicts and treaties at the border"),
}
REASONS: Mapping[str, Promise] = {
    Reason.ATTACK: _("It is being attacked."),
    Reason.LEAK: _("More could be seen there than may be."),
    Reason.FLAW: _("A flaw was found in it."),
    Reason.WRONG_ANSWERS: _("It gave wrong answers."),
    Reason.OVERLOAD: _("There is more to do than can be done; what can wait does."),
    Reason.STOLEN_KEY: _("A key to it is in the wrong hands."),
    Reason.DRILL: _("It is a drill."),
}
# What people do instead.
INSTEAD: Mapping[Part, Promise] = {
    Part.ENROLMENT: _("A desk prints a paper code for whoever has no account."),
    Part.LIVE_CODES: _("A paper code, or one for a day, counts as before."),
    Part.KEPT_CODES: _("A code on a screen counts as before, and those that were issued do."),
    Part.CHECK_IN: _("Nobody has to check in to come in."),
    Part.VENUES: _("Nobody has to check in to come in."),
    Part.DESK_LOOK_UP: _("Whoever comes is served as soon as it is on again; no service is lost."),
    Part.LABORATORIES: _("Results are kept by the laboratory, and sent when it is on again."),
    Part.PRESENCE_IN: _("The phone keeps what it has, and sends it later."),
}
# What whoever stands at an entrance does meanwhile.
AT_CHECKPOINTS: Mapping[Part, Promise] = {
    Part.LIVE_CODES: _(
        "New codes on screens cannot be made just now. Let in whoever would have one: nobody is"
        " kept out because the service is off. Paper codes count as before."
    ),
    Part.KEPT_CODES: _(
        "Paper codes cannot be printed just now. Those that were issued count; let in whoever"
        " cannot get one."
    ),
    Part.CHECKPOINT_LISTS: _(
        "Newer lists cannot be fetched just now. Go on with those on this device: an old list keeps"
        " nobody out."
    ),
    Part.CHECK_IN: _("Checking in is off just now. Let people in without it."),
    Part.VENUES: _("Screens of venues are off just now. Let people in without checking in."),
    Part.ORDER_CHECKS: _("It cannot be asked just now who is under an order. Ask nobody for it."),
    Part.CARRIERS: _("Carriers cannot ask just now. Let passengers board as before."),
}


def at_checkpoints(parts: list[Part]) -> list[str]:
    """Return what checkpoints are told to do while parts are off, in the language in use."""
    return [str(AT_CHECKPOINTS[part]) for part in parts if part in AT_CHECKPOINTS]
