"""What this province asks of whoever enters it: its policy in force, for everybody to read."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from federation.borders import queries as borders
from federation.borders.entering import Condition, Outcome
from provinces.tenancy import scope

OUTCOMES = {
    Outcome.ALLOW: (_("May enter"), "holds"),
    Outcome.WITH_CONDITION: (_("May enter, under a condition"), "waits"),
    Outcome.DENY: (_("May not enter for now"), "govuk-tag--red"),
}
CONDITIONS = {
    Condition.TEST_BEFORE_TRAVEL: _("Have a test before the journey"),
    Condition.TEST_ON_ARRIVAL: _("Have a test on arrival"),
    Condition.HEALTH_MONITORING: _("Watch your health"),
    Condition.REGISTER_ON_ARRIVAL: _("Register on arrival"),
}


class Entry(TemplateView):
    """The rules of entry, in words."""

    template_name = "desk/entry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = borders.entry_policy(scope.current().slug, timezone.now())
        rules = policy.document["rules"] if policy else []
        return super().get_context_data(
            here="entry", policy=policy, rules=[said(rule) for rule in rules], **kwargs
        )


def said(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule of entry in the language of the page."""
    is_chinese = (get_language() or "").startswith("zh")
    return {
        "text": rule["text_zh"] if is_chinese else rule["text_en"],
        "outcome": OUTCOMES[Outcome(rule["outcome"])],
        "conditions": [CONDITIONS[Condition(each)] for each in rule["conditions"]],
    }
