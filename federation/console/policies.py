"""The own policy of entry: drafted by one office, signed by another, published 48 hours ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.borders import entering as bounds
from federation.borders import queries as borders
from federation.borders import services
from provinces.accounts import stepping_up
from provinces.console.official import OfficialView
from provinces.console.rules import sheets
from provinces.jurisdictions.powers import Power
from provinces.rules import wording as rules
from provinces.tenancy import scope

from . import entering, entryform
from .acting import LONGEST_REASON, Order, said_of

STATES = {
    "awaiting": (_("Waits for a signature"), "waits"),
    "published": (_("Published"), "holds"),
    "refused": (_("Refused"), ""),
}
AT_RULE = re.compile(r"rules\[(\d+)\]:? ?(.*)", re.DOTALL)
USUAL_DAYS = 60
# What happened to a draft while it was edited.
MEANWHILE = (services.NotAwaiting, services.EditedSince)


class PolicyPage(OfficialView):
    """A page about the own policy of entry."""

    power = Power.VIEW_FIGURES
    here = "federation"
    desk = "policies"


class Policies(PolicyPage):
    """Every version of the own policy, the latest first, and which one is in force."""

    template_name = "desk/policies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        host = scope.current().slug
        current = borders.entry_policy(host, self.now)
        rows = [
            {"policy": one, "state": reads(one, current, self.now)}
            for one in borders.policies(host)
        ]
        return super().get_context_data(rows=rows, current=current, **kwargs)


class Policy(PolicyPage):
    """One version: its rules in words, its signatures, and the next step."""

    template_name = "desk/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = sought(kwargs.pop("version"))
        current = borders.entry_policy(policy.host, self.now)
        asks_more = bounds.asks_more(policy.document, current.document if current else None)
        is_awaiting = policy.state == "awaiting"
        return super().get_context_data(
            policy=policy,
            state=reads(policy, current, self.now),
            rules=[entering.said(rule) for rule in policy.document["rules"]],
            asks_more=asks_more,
            is_late=is_awaiting and asks_more and policy.in_force_from < self.now + bounds.NOTICE,
            may_decide=is_awaiting and Power.SIGN_RULES in self.powers,
            may_edit=may_edit(self, policy),
            is_own=policy.drafted_by_id == self.official.pk,
            **kwargs,
        )


class Writing(PolicyPage):
    """A form in which a policy is written, with its buttons; each fault stands at its field."""

    power = Power.DRAFT_RULES
    template_name = "desk/policy_draft.html"
    http_method_names = ["get", "head", "post", "options"]

    def keep(self, terms: services.PolicyTerms) -> Any:
        """Keep what was written, and return the policy; raises BadPolicy."""
        raise NotImplementedError

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Keep what the form says, or show it again with what is wrong."""
        sheet = sheets.read(request.POST, entryform.FIELDS, entryform.OPTIONAL)
        button = request.POST.get("do", "")
        if button != "save":
            try:
                return self.shown(sheets.pressed(sheet, button, entryform.BLANKS))
            except sheets.NoSuchButton as wrong:
                raise BadRequest(str(wrong)) from None
        begins, days = _moment(sheets.said(sheet, "in_force_from")), sheet.get("days")
        if begins is None or not isinstance(days, int) or not 0 < days <= bounds.LONGEST.days:
            return self.shown(sheet, [("days", str(entryform.WHEN))])
        stepping_up.require_confirmed(request)
        rules, ends = entryform.to_rules(sheet), begins + timedelta(days=days)
        try:
            kept = self.keep(services.PolicyTerms(rules, begins, ends))
        except services.BadPolicy as bad:
            return self.shown(sheet, list(_faults(bad.problems)))
        except MEANWHILE as obstacle:
            messages.error(request, str(said_of(obstacle)))
            return self.shown(sheet)
        return redirect("desk:policy", kept.version)

    def shown(self, sheet: dict[str, Any], faults: Any = ()) -> HttpResponse:
        """Show the form as it is filled in."""
        form = entryform.form(sheet)
        form.find_fault(faults)
        return self.render_to_response(self.get_context_data(form=form))


class Draft(Writing):
    """Draft the next version: it awaits the signature of another office at once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        current = borders.entry_policy(scope.current().slug, self.now)
        begins = timezone.localtime(self.now + bounds.NOTICE + timedelta(hours=2))
        sheet = entryform.to_sheet(current.document["rules"] if current else [])
        sheet |= {"in_force_from": begins.strftime("%Y-%m-%dT%H:00"), "days": USUAL_DAYS}
        return self.shown(sheet)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def keep(self, terms: services.PolicyTerms) -> Any:
        return services.draft_policy(terms, by=self.official, now=self.now)


class Edit(Writing):
    """Edit one's own draft, until another office has signed or refused it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find(kwargs["version"])
        return self.shown(_sheet_of(self.policy))

    def post(self, request: HttpRequest, version: int) -> HttpResponse:
        self._find(version)
        return self.answer(request)

    def keep(self, terms: services.PolicyTerms) -> Any:
        read = self.request.POST.get("read", "")
        return services.edit_policy(self.policy, terms, read=read, by=self.official, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = self.request.POST.get("read", self.policy.digest)
        return super().get_context_data(policy=self.policy, read=read, **kwargs)

    def _find(self, version: int) -> None:
        self.policy = sought(version)
        if not may_edit(self, self.policy):
            raise PermissionDenied("a draft is its drafter's, as long as nobody signed it")


class PolicyOrder(Order):
    """What is done about a drafted policy; back to its page."""

    power = Power.SIGN_RULES

    def about(self, **named: Any) -> None:
        self.policy = sought(named["version"])

    def back(self) -> str:
        return reverse("desk:policy", args=[self.policy.version])


class Sign(PolicyOrder):
    """Publish it by the signature of another office."""

    def carry_out(self) -> Any:
        read = self.request.POST.get("read", "")
        services.sign_policy(self.policy, read=read, by=self.official, now=self.now)
        return _("Signed and published. The other provinces apply it from when it counts.")


class Refuse(PolicyOrder):
    """Turn it down, with the reason."""

    def carry_out(self) -> Any:
        because = self.reason()[:LONGEST_REASON]
        services.refuse_policy(self.policy, by=self.official, because=because, now=self.now)
        return _("Refused. It is not published.")


def sought(version: int) -> Any:
    """Return a version of the own policy; raises Http404."""
    found = borders.policies(scope.current().slug).filter(version=version).first()
    if found is None:
        raise Http404("no such version of the policy of entry")
    return found


def may_edit(page: OfficialView, policy: Any) -> bool:
    """Tell whether an official may edit a policy: the own draft that nobody decided on."""
    is_own = policy.state == "awaiting" and policy.drafted_by_id == page.official.pk
    return is_own and Power.DRAFT_RULES in page.powers


def reads(policy: Any, current: Any, at: datetime) -> tuple[Any, str]:
    """Return how the state of a version reads at a moment."""
    if policy.state != "published":
        return STATES[policy.state]
    if current is not None and policy.pk == current.pk:
        return _("In force"), "holds"
    return (_("To come"), "waits") if policy.in_force_from > at else (_("Over"), "")


def _sheet_of(policy: Any) -> dict[str, Any]:
    begins = timezone.localtime(policy.in_force_from)
    return {
        **entryform.to_sheet(policy.document["rules"]),
        "in_force_from": begins.strftime("%Y-%m-%dT%H:%M"),
        "days": (policy.until - policy.in_force_from).days,
    }


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    # At either end of the calendar neither a length nor another time zone can be added.
    if not 2000 <= moment.year < 9999:
        return None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _faults(problems: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong, each with the rule at which it stands."""
    for problem in problems:
        found = AT_RULE.fullmatch(problem)
        if found is None:
            yield "", rules.refusal(problem)
            continue
        field = found[2].partition(" ")[0].partition(":")[0].partition(".")[0]
        named = field if field in entryform.NAMED else ""
        of_rule: Mapping[str, object] = getattr(problem, "named", {})
        said = rules.refusal(of_rule.get("problem", found[2]))
        yield f"rules.{found[1]}" + (f".{named}" if named else ""), said
