"""The term of the programme: when it ends, who renewed it and why, and the form that renews it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.rules import programme, sunset
from provinces.rules import services as rules
from provinces.rules.terms import LONGEST, SHORTEST

from .seeing import Order, RulesPage


class Programme(RulesPage):
    """Every term there was, and what is proposed for the next one."""

    template_name = "console/rules/programme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opened = programme.opening(self.now)
        renewal = programme.proposed(opened)
        is_own = renewal is not None and renewal.proposed_by_id == self.official.pk
        return super().get_context_data(
            terms=programme.terms(),
            ends_at=sunset.ends_at(self.now),
            opening=opened,
            renewal=renewal,
            is_own=is_own,
            may_propose=opened is not None and Power.DRAFT_RULES in self.powers,
            may_sign=renewal is not None and not is_own and Power.SIGN_RULES in self.powers,
            least=SHORTEST.days,
            most=LONGEST.days,
            **kwargs,
        )


class RenewalOrder(Order):
    """An order about the programme, and back to its page."""

    def about(self, **named: Any) -> None:
        found = programme.renewal(named["renewal"]) if named else None
        if named and found is None:
            raise Http404("no such renewal is proposed")
        self.renewal: Any = found

    def back(self) -> str:
        return reverse("console:rules-programme")


class Propose(RenewalOrder):
    """Propose that the programme go on, with the reason."""

    power = Power.DRAFT_RULES
    keeps = ("reason", "days")

    def carry_out(self) -> Any:
        days = self.request.POST.get("days", "")
        rules.propose_renewal(
            because=self.reason(),
            days=int(days) if days.isdecimal() and len(days) < 4 else 0,
            by=self.official,
            now=self.now,
        )
        return _("Proposed. Another office signs it, or the programme ends.")


class Sign(RenewalOrder):
    """The second signature: the programme goes on, and everybody can read why."""

    power = Power.SIGN_RULES

    def carry_out(self) -> Any:
        rules.sign_renewal(self.renewal, by=self.official, now=self.now)
        return _("Signed, and published with its reason.")
