"""Where in a rule set something stands, in words and from the outside in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.facts.schema import BY_NAME

from .names import FIELDS, place
from .saying import meaning, said

# What one of each list is called, by its number.
ONE_OF = {
    "grounds": gettext_lazy("Ground %(number)s"),
    "cases": gettext_lazy("Test case %(number)s"),
    "statuses": gettext_lazy("Status %(number)s"),
    "phases": gettext_lazy("Phase %(number)s"),
    "clears": gettext_lazy("Way %(number)s to end it"),
}
# Below these, a path says how something is written, and no page has words for that.
WHOLE = frozenset({"when", "rests_on", "expect.grounds"})


def path(written: str, document: Any) -> str:
    """Return in words where a path of a document leads, with what its parts are called there."""
    steps = [] if written in ("", "$") else written.split(".")
    if not steps:
        return _("The whole rule set")
    return " · ".join(_words(steps, document))


def _words(steps: list[str], document: Any) -> list[str]:
    found: list[str] = []
    at, above = document, ""
    for number, step in enumerate(steps):
        if above == "facts":
            return [*found, _fact(".".join(steps[number:]))]
        at = _within(at, step)
        if step.isdecimal() and above in ONE_OF:
            found[-1] = _one(above, int(step), at)
        elif above == "consequences":
            found.append(_status(step, document))
        elif len(steps) > 2 and steps[0] == "consequences" and number == 2:
            found.append(str(place(step)))
        elif above == "evidence":
            return [*found, _fact(str(at))]
        else:
            found.append(str(FIELDS.get(step, step)))
        if step in WHOLE or ".".join(steps[number - 1 : number + 1]) in WHOLE:
            return found
        above = step
    return found


def _one(listed: str, number: int, one: Any) -> str:
    words = str(ONE_OF[listed]) % {"number": number + 1}
    of = one if isinstance(one, dict) else {}
    texts = said(of.get("texts"))
    called = texts.get("reason") if isinstance(texts, dict) else said(of.get("names"))
    called = called or (of.get("name") if listed == "cases" else "")
    if not called or not isinstance(called, str):
        return words
    return _("%(what)s (%(called)s)") % {"what": words, "called": called}


def _status(key: str, document: Any) -> str:
    listed = document.get("statuses") if isinstance(document, dict) else None
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("key") == key:
            return str(said(one.get("names")) or key)
    return key


def _fact(name: str) -> str:
    return meaning(name) if name in BY_NAME else name


def _within(at: Any, step: str) -> Any:
    if isinstance(at, dict):
        return at.get(step)
    if isinstance(at, list) and step.isdecimal() and int(step) < len(at):
        return at[int(step)]
    return None
