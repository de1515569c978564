"""What is held, why, and what another body makes of it; auditors see it, too."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from provinces.console.deeds import Deed
from provinces.console.official import OfficialView
from provinces.console.rules import sheets
from provinces.evidence import breaker, limits, queries
from provinces.evidence import services as evidence
from provinces.jurisdictions.powers import Power

from . import wording

ON_A_PAGE = 25
RELEASED = _("Released. It can be approved now, by a third office.")
REFUSED = _("Refused, for good. Whoever it counted against is free of it.")


class Holds(OfficialView):
    """What is or was held in my areas, what is open first."""

    power = Power.RELEASE_HOLD
    template_name = "console/evidence/holds.html"
    here = "holds"
    one = "console:hold"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.holds(self.official, Power(self.power), self.now)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {"hold": hold, "state": wording.HOLDS[hold.state], "why": why(hold)} for hold in page
        ]
        return super().get_context_data(page=page, rows=rows, one=self.one, **kwargs)


class Hold(OfficialView):
    """One hold: why, and what is in it, in groups; whom it is about is not shown."""

    power = Power.RELEASE_HOLD
    template_name = "console/evidence/hold.html"
    here = "holds"
    many = "console:holds"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hold = sought(self, kwargs.pop("hold"))
        told = queries.told_of_hold(hold)
        may_decide = self.power == Power.RELEASE_HOLD and hold.state == "open"
        return super().get_context_data(
            hold=hold,
            state=wording.HOLDS[hold.state],
            why=why(hold),
            shared=shared(hold, told),
            groups=[_group(one) for one in told],
            limits=limits.limits(),
            may_decide=may_decide,
            has_hand=may_decide and queries.has_hand_in(hold, self.official),
            many=self.many,
            **kwargs,
        )


class HoldsAudited(Holds):
    """The same to auditors, who change nothing."""

    power = Power.AUDIT
    here = "holds-audited"
    one = "console:hold-audited"


class HoldAudited(Hold):
    """One hold, to auditors."""

    power = Power.AUDIT
    here = "holds-audited"
    many = "console:holds-audited"


class Decide(Deed, OfficialView):
    """What another body makes of a hold; whoever decides has just confirmed who they are."""

    power = Power.RELEASE_HOLD
    obstacles = wording.OBSTACLES
    leads_to = "console:hold"
    keeps = ("because",)

    def sought(self, **named: Any) -> Any:
        return sought(self, named["hold"])

    @property
    def because(self) -> str:
        """Return the reason that is given for it."""
        return self.request.POST.get("because", "")


class Release(Decide):
    """Let it be approved, by a third office."""

    def act(self, hold: Any) -> Any:
        said = self.request.POST.get("read", "")
        read = int(said) if sheets.NUMBER.fullmatch(said) else 0
        evidence.release(hold, by=self.official, because=self.because, now=self.now, read=read)
        return RELEASED


class Refuse(Decide):
    """Turn all of it down, for good."""

    def act(self, hold: Any) -> Any:
        evidence.refuse_hold(hold, by=self.official, because=self.because, now=self.now)
        return REFUSED


def sought(page: OfficialView, key: int) -> Any:
    """Return a hold in the areas that the page's power reaches; raises Http404."""
    found = queries.holds(page.official, Power(page.power), page.now).filter(pk=key).first()
    if found is None:
        raise Http404("no such hold in the official's areas")
    return found


def why(hold: Any) -> list[Any]:
    """Return why something is held, in words."""
    return [wording.WHY[each] for each in hold.why]


def shared(hold: Any, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is shared in a hold as its papers write it: kept is what they have alike."""
    papers = [one[name] for one in told for name in ("source_reference", "case_reference")]
    written = {breaker.spelt(paper): paper for paper in papers if paper}
    return [
        {"what": wording.COMMON[what], "value": written.get(value, value)}
        for what, value in hold.shared
    ]


def _group(one: dict[str, Any]) -> dict[str, Any]:
    """Return pieces alike in words."""
    origin = wording.ORIGINS.get(one["case__source"])
    of = one["case__evidence_class"]
    return {
        **one,
        "name": wording.of_class(one["evidence_class"]),
        "by": one["proposed_by__full_name"] or one["proposed_by__username"],
        "case_name": wording.of_class(of) if of else "",
        "case_origin": origin,
        "is_in_force": one["state"] == "in_force",
    }
