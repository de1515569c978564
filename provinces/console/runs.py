"""The recomputes of the province, and how far the running one is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.status import queries as status

from .official import OfficialView

# About two months of nights.
LATEST = 60

KINDS = {"nightly": _("Nightly"), "manual": _("By hand"), "full": _("Full rebuild")}
# How a run's state reads, and the class of its tag.
STATES = {
    "running": (_("Running"), "waits"),
    "published": (_("Published"), "holds"),
    "abandoned": (_("Abandoned"), ""),
}


class Runs(OfficialView):
    """The latest recomputes, the running one first."""

    power = Power.WATCH_RUNS
    template_name = "console/runs.html"
    here = "runs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        running = status.running()
        rows = [_row(run) for run in status.recent()[:LATEST]]
        progress = status.progress(running) if running else None
        return super().get_context_data(running=running, progress=progress, rows=rows, **kwargs)


def _row(run: Any) -> dict[str, Any]:
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return {
        "run": run,
        "kind": KINDS[run.kind],
        "state": STATES[run.state],
        "took": took,
        "changed": run.summary.get("changed"),
    }
