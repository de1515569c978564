"""What is told of a province's place in the federation, as plain values."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from federation.borders import queries as borders
from federation.peers import queries as peers
from provinces.ledger import queries as ledger
from provinces.ledger import verifying as own

from . import queries, relaying, syncing, verifying
from .models import LOGS


def status(*, now: datetime) -> dict[str, Any]:
    """Return our logs, how far each peer is read, what was refused, and the map's digest."""
    lag = ledger.lag()
    resolved = borders.latest_map()
    return {
        "is_well": not ledger.is_closed() and not queries.forks(),
        "logs": [{"log": log, "size": ledger.size(log)} for log in LOGS],
        "lag_seconds": int(lag.total_seconds()),
        "membership": peers.membership_version(),
        "map": None if resolved is None else resolved.digest,
        "conflicts": _plain(asdict(borders.case_figures())),
        "peers": [_plain(asdict(standing)) for standing in queries.standings()],
        "refusals": [
            {"peer": each.peer, "log": each.log, "code": each.code, "times": each.times}
            for each in queries.refusals()
        ],
        "forks": [
            {"peer": each.peer, "log": each.log, "told_by": each.told_by}
            for each in queries.forks()
        ],
    }


def synced(*, now: datetime) -> dict[str, Any]:
    """Go once round all peers, bring their lists, and return what came of it."""
    done = syncing.sync(now=now, only_due=False)
    lists = relaying.relay_all(now=now)
    return {
        "is_well": done.is_well,
        "pulled": [asdict(each) for each in done.pulled],
        "split": list(done.split),
        "hinted": list(done.hinted),
        "lists": [asdict(each) for each in lists],
    }


def verified(*, now: datetime) -> dict[str, Any]:
    """Recompute the own ledger and all that is held of others; return what is wrong."""
    findings = [asdict(each) for each in own.verify_own(now)]
    findings += [asdict(each) for each in verifying.verify_held(now=now)]
    return {"is_well": not findings, "findings": findings}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
