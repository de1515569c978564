"""The state of runs, queues, exchange and engines; every field about a person is masked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from provinces.citizens import queries as citizens
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from provinces.status import queries as status

from .official import OfficialView

# What is drained and sealed within seconds is stuck after that.
LATE = timedelta(minutes=5)
WELL, STUCK = (_("As it should be"), "holds"), (_("Behind"), "waits")


class Operations(OfficialView):
    """What keeps the machines going needs to know, and nothing of anybody."""

    power = Power.WATCH_RUNS
    template_name = "console/operations.html"
    here = "operations"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        running = status.running()
        return super().get_context_data(
            running=running,
            progress=status.progress(running) if running else None,
            last_run=status.last_published(),
            queues=self._queues(),
            database=_version(),
            **kwargs,
        )

    def _queues(self) -> list[dict[str, Any]]:
        stale, unsealed, lag = citizens.stale(), ledger.unsealed(), ledger.lag()
        waited = self.now - stale.since if stale.since else timedelta()
        return [
            _queue(_("Statuses to be worked out again"), stale.count, waited, is_about_people=True),
            _queue(_("Entries of the ledger to be sealed"), unsealed, lag),
        ]


def _version() -> str:
    """Return the version of the database that answers, as `18.1`."""
    major, minor = connection.get_database_version()
    return f"{major}.{minor}"


def _queue(
    what: Any, count: int, waited: timedelta, *, is_about_people: bool = False
) -> dict[str, Any]:
    return {
        "what": what,
        "count": count,
        "seconds": waited.total_seconds(),
        "state": STUCK if waited > LATE else WELL,
        "is_about_people": is_about_people,
    }
