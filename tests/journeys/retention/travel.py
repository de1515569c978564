"""A year and more of nights over one world: what is there after each, and what was certified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps

from federation.casework import services as casework
from provinces.accounts import services as accounts
from provinces.citizens import budgets
from provinces.citizens.services import codes
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry
from provinces.retention import queries as retention
from provinces.retention import services
from provinces.retention.models import Purge
from provinces.retention.register import CLASSES
from provinces.retention.services import days
from provinces.tenancy import scope
from tests import cast
from tests.factories import ledger as ledgers

from .world import Rows, everything

PROVINCES = (cast.NORTH, cast.SOUTH)
# A province, and a table of it.
Table = tuple[str, str]


@dataclass
class Told:
    """What came of it, in plain values: by table, by certificate, and of the ledger."""

    at_first: dict[str, int] = field(default_factory=dict)
    stayed: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    erased: Counter[str] = field(default_factory=Counter)
    certified: Counter[str] = field(default_factory=Counter)
    certificates: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    commitments: dict[int, bytes] = field(default_factory=dict)
    commitments_left: dict[int, bytes] = field(default_factory=dict)
    proofs: list[dict[str, Any]] = field(default_factory=list)


def travelled() -> Told:
    """Live through every night in which something must still be there, or be gone."""
    told, rows = Told(), everything()
    told.commitments = _commitments()
    for each in rows:
        told.at_first[each.label] = told.at_first.get(each.label, 0) + each.count()
    tables = {(cast.NORTH, each.label) for each in rows}
    there = _keys(tables | {(cast.SOUTH, label) for label in CLASSES["casework"].models})
    with pytest.MonkeyPatch.context() as patched:
        # Nobody is anywhere in the days to come, and a year of them takes a minute to be made.
        patched.setattr(days, "make", lambda _first, _last: 0)
        for now in sorted({moment for each in rows for moment in (each.stays, each.goes)}):
            night(now)
            there = _compared(told, there)
            _look(told, rows, now)
    _close(told)
    return told


def night(now: datetime) -> None:
    """Have all that erases by the clock do so; in the south, there is only what it has told."""
    services.keep_days(now=now)
    services.purge(now=now)
    codes.forget(now=now)
    budgets.forget(now=now)
    accounts.forget(now=now)
    for slug in PROVINCES:
        with scope.province(slug):
            casework.forget(now=now)
            casework.forget_pseudonyms(now=now)


def _look(told: Told, rows: list[Rows], now: datetime) -> None:
    for each in rows:
        if each.stays == now:
            told.stayed[each.label] = told.stayed.get(each.label, 0) + each.count()
        if each.goes == now:
            told.left[each.label] = told.left.get(each.label, 0) + each.count()


def _compared(told: Told, before: dict[Table, set[Any]]) -> dict[Table, set[Any]]:
    """Count which rows a night has erased; return which there are now."""
    after = _keys(before)
    for (slug, label), keys in before.items():
        told.erased[label] += len(keys - after[slug, label])
    return after


def _keys(tables: Iterable[Table]) -> dict[Table, set[Any]]:
    found = {}
    for slug, label in tables:
        with scope.province(slug):
            rows = apps.get_model(label)._default_manager.values_list("pk", flat=True)
            found[slug, label] = set(rows)
    return found


def _label_of(table: str) -> str:
    return next(
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
    )


def _commitments() -> dict[int, bytes]:
    return {pk: bytes(each) for pk, each in Entry.objects.values_list("pk", "commitment")}


def _close(told: Told) -> None:
    """Seal the ledger; keep every proof, and every certificate as it is given out."""
    told.commitments_left = _commitments()
    for slug in PROVINCES:
        with scope.province(slug):
            ledgers.seal()
            for purge in Purge.objects.all():
                told.faults += retention.faults(purge)
                told.certificates.append((slug, retention.file_of(purge)))
                body = purge.statement["body"]
                told.certified[_label_of(body["table"])] += body["count"]
    entries = Entry.objects.filter(pk__in=told.commitments)
    told.proofs = [ledger.proof_of(entry) for entry in entries]
