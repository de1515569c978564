"""What a checkpoint is told, in words: what it sees, why, and what to do next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.passes import wording as passes
from provinces.passes.codec import Kind
from provinces.passes.verifying import Verdict

WORDS = {
    **{str(verdict): words for verdict, words in passes.VERDICTS.items()},
    "always": passes.VERDICTS[Verdict.ALLOW],
    "unsure": _("Let in; not all was checked"),
    "cannot": _("This device cannot check"),
}

# By what is seen. Whoever checks is told what to do, and never why somebody is kept out.
NEXT = {
    "allow": [_("There is nothing more to ask. Do not note down who came in.")],
    "always": [
        _("Nobody is kept from this, whatever a code says and without any code."),
        _("You need not scan anything here."),
    ],
    "ask": [
        _("Say which condition this place has, such as a test, and where it can be met nearby."),
        _("Whoever meets it comes in."),
    ],
    "refuse": [
        _("This kind of place is closed to the person for now. Why is not your business to ask."),
        _("On their own page, or at a desk, they see why and until when, and can contest it."),
        _("Show them the way to a test or home, if they want it; both are always open to them."),
        _("Whoever needs a doctor is let through to one at once."),
    ],
    "unreadable": [
        _("This says nothing about the person. Ask for a new code, on a screen or on paper."),
        _("Whoever has none is sent to the nearest desk, which prints one; keep no code."),
        _("Whoever needs a doctor is let through to one at once."),
    ],
    "unsure": [
        _("The code is genuine as far as this device knows. Let the person in."),
        _("Connect this device to a network, so that it fetches newer lists."),
    ],
    "cannot": [
        _("This is no fault of the person's. Connect this device to a network, then scan again."),
        _("Until then, let people in as your place lets in those who have no phone."),
        _("Whoever needs a doctor is let through to one at once."),
    ],
    "entry_allow": [_("The person may enter the province. There is nothing more to ask.")],
    "entry_ask": [_("The person may enter the province. What they are asked for:")],
    "entry_refuse": [
        _("The province's policy of entry does not let the person in for now."),
        _("Whoever lives here, needs a doctor, or is on the way home is let through."),
        _("At home they see by which rule, and can contest it."),
    ],
}

TELLING = {
    "about": _("{kind}, issued by {issuer}. The status was worked out on {at}."),
    "age": _("fetched {minutes} minutes ago."),
    "trust": _("List of trusted provinces:"),
    "withdrawn": _("List of withdrawn codes of {issuer}:"),
    "relayed": _("made there {minutes} minutes ago, and passed on by our province."),
    "none": _("No list has been fetched yet. Connect this device once; then it works offline."),
    "fresh": _("It is new enough."),
    "late": _("A newer one should be fetched: connect this device."),
    "behind": _("Our province has not heard from there lately: newer withdrawals are unknown."),
    "over": _("It is too old to be sure: connect this device before you rely on it."),
    "online": _("Connected. The lists are fetched anew by themselves."),
    "offline": _("Not connected. Codes are checked by the lists that are kept on this device."),
    "clock": _("The clock of this device is wrong. Set it, or codes seem to have run out."),
}

TROUBLE = {
    "camera": _("The camera cannot be used. Allow it, or paste the code's text instead."),
    "picture": _("There is no code to be found in this picture."),
}


def told() -> dict[str, Any]:
    """Return all that the page's script says, in the language of the page."""
    return {
        **_said(TELLING),
        "words": _said(WORDS),
        "next": {key: [str(each) for each in lines] for key, lines in NEXT.items()},
        "failures": {**_said(passes.FAILURES), "elsewhere": str(passes.ELSEWHERE)},
        "caveats": _said(passes.CAVEATS),
        "kinds": {kind.name.lower(): str(passes.KINDS[kind]) for kind in Kind},
        "asks": _said(passes.CONDITIONS),
        "trouble": _said(TROUBLE),
    }


def _said(words: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in words.items()}
