"""What is wrong with rules, in the language of the page: each message by its template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.certlogic.saying import Saying
from core.certlogic.vocabulary import Kind
from provinces.facts.schema import BY_NAME, Source
from provinces.rules.document import PLACES

from .names import CONSEQUENCES, place, source
from .saying import meaning, said

KINDS = {
    Kind.BOOLEAN: _("true or false"),
    Kind.INTEGER: _("a whole number"),
    Kind.TEXT: _("a text"),
    Kind.MOMENT: _("a moment"),
    Kind.DATE: _("a date"),
    Kind.TEXTS: _("a list of texts"),
    Kind.DATE_TIME: _("a date-time"),
    Kind.TRUTH: _("of more than one type"),
}
# A key as messages name it: by itself, or in the quotes of a text.
KEY = re.compile(r"'?([a-z][a-z0-9_.]*)'?")

Words = Mapping[str, Any]
NO_WORDS: Words = {}


def refusal(message: Any, words: Words = NO_WORDS) -> str:
    """Return what a message says; what has no template is said as it is.

    Of what it names, the keys among `words` are put in those.
    """
    if isinstance(message, Kind):
        return str(KINDS[message])
    if not isinstance(message, Saying):
        return _worded(str(message), words)
    if not message.named:
        return gettext(message.template)
    named = {name: refusal(one, words) for name, one in message.named.items()}
    return gettext(message.template) % named


def words_of(document: Any) -> dict[str, Any]:
    """Return in words the keys that messages about a document name, its own among them."""
    return {
        **{key: place(key) for key in PLACES},
        **CONSEQUENCES,
        **{str(key): source(str(key)) for key in Source},
        **_own(document, "grounds", lambda one: said(one.get("texts")), "reason"),
        **_own(document, "statuses", lambda one: one, "names"),
        **{name: meaning(name) for name in BY_NAME},
    }


def _own(document: Any, part: str, texts: Any, key: str) -> dict[str, Any]:
    listed = document.get(part) if isinstance(document, dict) else None
    found = {}
    for one in listed if isinstance(listed, list) else []:
        of = texts(one) if isinstance(one, dict) else None
        called = said(of.get(key)) if isinstance(of, dict) else ""
        if called and isinstance(called, str) and isinstance(one.get("key"), str):
            found[one["key"]] = called
    return found


def _worded(text: str, words: Words) -> str:
    keys = [KEY.fullmatch(one) for one in text.split(", ")]
    if not words or not all(keys):
        return text
    return gettext(", ").join(_quoted(one, words) for one in keys if one)


def _quoted(key: re.Match[str], words: Words) -> str:
    if key[1] not in words:
        return key[0]
    return gettext("“%(fact)s”") % {"fact": words[key[1]]}
