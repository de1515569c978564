"""What is wrong with rules, in the language of the page: each message by its template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.certlogic.saying import Saying
from core.certlogic.vocabulary import Kind

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


def refusal(message: Any) -> str:
    """Return what a message says; what has no template is said as it is."""
    if not isinstance(message, Saying):
        return str(KINDS[message] if isinstance(message, Kind) else message)
    if not message.named:
        return gettext(message.template)
    return gettext(message.template) % {name: refusal(one) for name, one in message.named.items()}
