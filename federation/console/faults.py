"""What another province finds wrong with what we told it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, Promise] = {
    "already-contested": _("It is contested already"),
    "closed": _("What it is about is closed there"),
    "expired": _("It counts no more"),
    "foreign-ground": _("The venue is not on this province's ground"),
    "missing": _("Something that it has to say is missing"),
    "no-basis": _("Nothing ties the person to this province"),
    "no-cell": _("The place cannot be read"),
    "no-evidence": _("The digest of the evidence is missing"),
    "no-moment": _("A moment cannot be read"),
    "no-person": _("It does not say who this is"),
    "no-such-assertion": _("Nothing of that name was told"),
    "no-such-class": _("It is not on the list of what is told"),
    "nobody-answers": _("It does not say which office answers for it"),
    "not-in-form": _("It is not told in the agreed form"),
    "other-class": _("It is told in another kind of message"),
    "other-person": _("The document is not this person's"),
    "out-of-time": _("It is too long ago, or yet to come"),
    "too-long": _("A text is longer than what is taken"),
    "unknown-member": _("It says something that is not told"),
    "valid-too-long": _("It would count longer than what is told may"),
    "verdict-in-payload": _("It tells a verdict, where only facts are taken"),
}


def said(problems: Iterable[dict[str, Any]]) -> list[tuple[Any, str]]:
    """Return each fault in words; one that has none here as the other province put it.

    The second of each pair is the language of what has no words, "" for what has.
    """
    found: list[tuple[Any, str]] = []
    for each in problems:
        words = FAULTS.get(each.get("code", ""))
        found.append((words, "") if words else (each["detail"], "en"))
    return list(dict.fromkeys(found))
