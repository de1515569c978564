"""A published version as officials see it: its clocks, who has read it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from provinces.rules import queries as rules
from provinces.rules import services as rulesets
from provinces.status import rulebook

from .seeing import Order, RulesPage

FEED = "feed"


class Version(RulesPage):
    """One version: from when until when, by whom, and when the other provinces read of it."""

    template_name = "console/rules/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rules.versions(self.now)
        version = sought(found, kwargs.pop("name"), kwargs.pop("version"))
        entry = rulebook.entry(version, found)
        is_to_come = bool(entry["is"].get("in_notice"))
        return super().get_context_data(
            entry=entry,
            book=rulebook.book(version.ruleset),
            published=_published(version.ruleset),
            may_withdraw=is_to_come and Power.SIGN_RULES in self.powers,
            **kwargs,
        )


class Withdraw(Order):
    """Take back a version in notice; what is in force stays."""

    power = Power.SIGN_RULES

    def about(self, **named: Any) -> None:
        found = rules.named(named["name"], named["version"])
        if found is None:
            raise Http404("no such version is published")
        self.ruleset = found

    def carry_out(self) -> Any:
        because = self.reason()
        rulesets.withdraw(self.ruleset, by=self.official, because=because, now=self.now)
        return _("Withdrawn, and published that it is.")

    def back(self) -> str:
        return reverse("console:rules-version", args=[self.ruleset.name, self.ruleset.version])


def sought(found: list[Any], name: str, version: str) -> Any:
    """Return the version of a name among those published; raises Http404."""
    for one in found:
        if (one.ruleset.name, one.ruleset.version) == (name, version):
            return one
    raise Http404("no such version is published")


def _published(ruleset: Any) -> dict[str, Any] | None:
    """Return where in the public log the version stands, None before it is sealed."""
    named = f"{ruleset.name}/{ruleset.version}"
    entries = ledger.published_of(ledger.Subject.RULESET, named, most=2)
    return {"index": entries[-1].index, "size": ledger.size(FEED)} if entries else None
