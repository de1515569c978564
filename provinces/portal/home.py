"""A province's first page: figures, the last run, the rules in force and who answers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from provinces.jurisdictions import queries as jurisdictions
from provinces.retention import queries as retention
from provinces.rules import programme
from provinces.rules import queries as rules
from provinces.status import queries as status
from provinces.status import wording
from provinces.tenancy import scope
from provinces.zones import queries as zones

from . import figures

# More zones than this are counted, not listed.
LISTED = 12


class Home(TemplateView):
    """Everything a province says of itself to everybody."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            here="home",
            now=now,
            ending=retention.ending(now),
            term=programme.terms().first(),
            controller=jurisdictions.controller(now),
            **_figures(now),
            **_zones(now),
            **_runs(),
            **kwargs,
        )


def _figures(now: datetime) -> dict[str, Any]:
    ruleset = rules.in_force(now)
    shown = figures.current(now)
    keys = [words.key for words in wording.statuses(ruleset)]
    return {
        "ruleset": ruleset,
        "ruleset_name": wording.name(ruleset),
        "rules": wording.rules(ruleset),
        "answerable": wording.answerable(ruleset),
        "figures": shown,
        "counts": wording.in_order(ruleset, {**dict.fromkeys(keys, "0"), **shown.by_status}),
    }


def _zones(now: datetime) -> dict[str, Any]:
    active = sorted(zones.active(now), key=lambda zone: (-zone.level, zone.reference))
    own = [zone for zone in active if zone.source == scope.current().slug]
    by_level = Counter(zone.level for zone in own)
    return {
        "zones": own[:LISTED],
        "more_zones": max(0, len(own) - LISTED),
        "foreign_zones": len(active) - len(own),
        "levels": [{"level": level, "count": by_level[level]} for level in (3, 2, 1)],
    }


def _runs() -> dict[str, Any]:
    running = status.running()
    return {
        "last_run": _told(status.last_published()),
        "running": running,
        "progress": status.progress(running) if running else None,
    }


def _told(run: Any) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "as_of": run.as_of,
        "finished_at": run.finished_at,
        "took": (run.finished_at - run.started_at).total_seconds(),
        "changed": figures.cell(run.summary.get("changed", 0)),
    }
