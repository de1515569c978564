"""What is said in English, and still known by its template, so that others say it in their words.

    say("%(left)s never equals %(right)s", left="a text", right="a date")

is the text "a text never equals a date" to whoever prints it. A page that has words of another
language for the template puts what is named into those.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTHING: Mapping[str, object] = MappingProxyType({})


class Saying(str):
    """A text in English, with its template and what is named in it; what is named may be one."""

    template: str
    named: Mapping[str, object]


def say(template: str, **named: object) -> Saying:
    """Return what a template says of what is named in it."""
    said = Saying(template % named if named else template)
    said.template, said.named = template, named or NOTHING
    return said
