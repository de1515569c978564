"""Who holds which office, one official with all of theirs, and what is proposed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.http import urlencode

from provinces.console.official import OfficialView
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.oversight.misuse import queries as misuse

from . import words
from .forms import Looking

ON_A_PAGE = 50
LATEST = 50


class OfficesPage(OfficialView):
    """A page for whoever decides about offices in their area."""

    power = Power.GRANT_OFFICE
    here = "offices"
    http_method_names = ["get", "head", "options"]

    @property
    def reach(self) -> Any:
        """The areas in which the official decides about offices."""
        return scoping.within(self.official, Power.GRANT_OFFICE, self.now)


class Offices(OfficesPage):
    """The offices of my area, and who holds them."""

    template_name = "console/offices/offices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = Looking(self.request.GET, reach=self.reach)
        sought = jurisdictions.Sought(**form.cleaned_data) if form.is_valid() else None
        offices = jurisdictions.within_reach(self.official, self.now)
        found = jurisdictions.sought(offices, sought, self.now) if sought else offices.none()
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        kept = {key: self.request.GET.get(key, "") for key in form.fields}
        return super().get_context_data(
            form=form,
            page=page,
            page_query=urlencode({key: value for key, value in kept.items() if value}),
            rows=[row_of(one, self.now) for one in page],
            waiting=jurisdictions.awaiting_signature(self.official, self.now).count(),
            **kwargs,
        )


class Officer(OfficesPage):
    """One official: their offices in my area, and what was proposed about them."""

    template_name = "console/offices/officer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = held_by(self, kwargs["number"])
        about = jurisdictions.changes_within_reach(self.official, self.now).filter(
            subject=held[0].user
        )
        rows = [change_row(one) for one in about[:LATEST]]
        awaited = {row["change"].office_id for row in rows if row["change"].state == "awaiting"}
        return super().get_context_data(
            officer=held[0].user,
            is_own=held[0].user == self.official,
            rows=[{**row_of(one, self.now), "is_awaited": one.pk in awaited} for one in held],
            changes=rows,
            reasons={key: words.reasons(key) for key in words.KINDS},
            **kwargs,
        )


class Changes(OfficesPage):
    """What is proposed, first what waits for my signature."""

    template_name = "console/offices/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = jurisdictions.awaiting_signature(self.official, self.now)
        others = jurisdictions.changes_within_reach(self.official, self.now)
        rows = [change_row(one) for one in mine]
        shown = {row["change"].pk for row in rows}
        return super().get_context_data(
            mine=rows,
            others=[change_row(one) for one in others[:LATEST] if one.pk not in shown],
            advised=misuse.to_suspend(self.official, self.now),
            **kwargs,
        )


class OneChange(OfficesPage):
    """One proposal, and the signature under it."""

    template_name = "console/offices/change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = sought_change(self, kwargs.pop("change"))
        is_open = change.state == "awaiting" and change.expires_at > self.now
        mine = jurisdictions.awaiting_signature(self.official, self.now)
        return super().get_context_data(
            **change_row(change),
            refusal=words.REFUSALS.get(change.refused_because),
            refusals=[(str(key), said) for key, said in words.REFUSALS.items()],
            is_open=is_open,
            may_sign=is_open and mine.filter(pk=change.pk).exists(),
            is_mine=change.proposed_by == self.official,
            **kwargs,
        )


def held_by(page: OfficesPage, number: int) -> list[Any]:
    """Return an official's offices within reach, the latest first; raises Http404 for none."""
    found = jurisdictions.within_reach(page.official, page.now).filter(user=number)
    held = list(found.order_by("-period", "pk"))
    if not held:
        raise Http404("no such official in the areas one decides about")
    return held


def sought_change(page: OfficesPage, key: int) -> Any:
    """Return a proposal within reach; raises Http404."""
    found = jurisdictions.changes_within_reach(page.official, page.now).filter(pk=key).first()
    if found is None:
        raise Http404("no such proposal in the areas one decides about")
    return found


def row_of(office: Any, at: Any) -> dict[str, Any]:
    """Return an office as a page shows it."""
    return {
        "office": office,
        "role": ROLES[office.role],
        "state": words.state_of(office, at),
        "is_over": office.period.upper <= at,
    }


def change_row(change: Any) -> dict[str, Any]:
    """Return a proposal as a page shows it."""
    return {
        "change": change,
        "kind": words.KINDS[change.kind],
        "state": words.STATES[change.state],
        "because": words.BECAUSE[change.because],
        "role": ROLES.get(change.role),
        "whom": _whom(change),
    }


def _whom(change: Any) -> str:
    if change.subject is not None:
        return str(change.subject.full_name or change.subject.username)
    if change.invitation is not None:
        return str(change.invitation.full_name or change.invitation.username)
    return ""
