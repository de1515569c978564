"""The recomputes of the province, how far the running one is, and what keeps it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.status import queries as status
from provinces.status import services

from .deeds import Deed
from .official import OfficialView
from .province_wide import ProvinceView

# About two months of nights.
LATEST = 60

KINDS = {"nightly": _("Nightly"), "manual": _("By hand"), "full": _("Full rebuild")}
# How a run's state reads, and the class of its tag.
STATES = {
    "running": (_("Running"), "waits"),
    "published": (_("Published"), "holds"),
    "abandoned": (_("Abandoned"), ""),
}
FAILING = (_("Failing"), "govuk-tag--red")
STAGES = {1: _("Matching stays with zones"), 2: _("Deciding about citizens")}


class Runs(OfficialView):
    """The latest recomputes, the running one first."""

    power = Power.WATCH_RUNS
    template_name = "console/runs.html"
    here = "runs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = watched(self)
        failing = told["running"] if told.get("troubles") and told["troubles"].is_failing else None
        rows = [_row(run, is_failing=run == failing) for run in status.recent()[:LATEST]]
        may_act = Power.START_RUN in self.powers and jurisdictions.has_over_province(
            self.official, Power.START_RUN, self.now
        )
        return super().get_context_data(rows=rows, may_act=may_act, **told, **kwargs)


def watched(page: OfficialView) -> dict[str, Any]:
    """Return the run in progress, and for whoever watches runs how far it is and what keeps it."""
    running = status.running()
    if running is None or Power.WATCH_RUNS not in page.powers:
        return {"running": running}
    troubles = status.troubles(running, page.now)
    return {
        "running": running,
        "progress": status.progress(running),
        "troubles": troubles,
        "failed": [{"part": each, "stage": STAGES[each.stage]} for each in troubles.failed],
    }


class Act(Deed, ProvinceView):
    """What an administrator does about a run that does not come to its end."""

    power = Power.START_RUN
    leads_to = "console:runs"
    obstacles = {services.NotRunning: _("This recompute has come to its end meanwhile.")}

    def sought(self, *, run: int) -> Any:
        """Return the run of a number; raises Http404."""
        found = status.run(run)
        if found is None:
            raise Http404("no such run")
        return found

    def forth(self, **_named: Any) -> HttpResponse:
        return redirect(self.leads_to)


class GoOn(Act):
    """Have workers go on with it at once."""

    def act(self, found: Any) -> Any:
        services.go_on(found, by=self.official, now=self.now)
        return _("Workers have been told to go on. What failed is tried again at once.")


class GiveUp(Act):
    """Give it up; another starts by the timetable's road."""

    def act(self, found: Any) -> Any:
        services.give_up(found, by=self.official, now=self.now)
        return _("Given up. Nobody's status changed by it; another starts within a minute.")


def _row(run: Any, *, is_failing: bool) -> dict[str, Any]:
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return {
        "run": run,
        "kind": KINDS[run.kind],
        "state": FAILING if is_failing else STATES[run.state],
        "took": took,
        "changed": run.summary.get("changed"),
    }
