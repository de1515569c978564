"""Is the setting of the ledger such that officials stop in time?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# Long enough for a broken worker to be noticed; the federation allows no province more.
LEAST, MOST = timedelta(minutes=1), timedelta(hours=4)


@register()
def lag_is_borne_for_hours(**_: Any) -> list[CheckMessage]:
    """What is not sealed can still be rewritten, so that is not borne for long."""
    if LEAST <= settings.LEDGER_MAX_LAG <= MOST:
        return []
    problem = f"LEDGER_MAX_LAG is {settings.LEDGER_MAX_LAG}; between {LEAST} and {MOST} is allowed"
    return [Error(problem, id="ledger.E001")]
