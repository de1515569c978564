"""The programme ends: everybody is free at once, and some weeks later nothing is kept of anybody.

end ──► lapse: current statuses, sheets, marks go; passes that say otherwise are withdrawn
 └─ RETENTION_SUNSET_DAYS ──► all personal classes are erased, each certified; seals stay
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from provinces.accounts.models import Kept, User
from provinces.citizens.models import StaleMark
from provinces.facts.models import FactSheet
from provinces.jurisdictions.models import Change, Office
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.passes import services as passes
from provinces.retention.certificates import Gone
from provinces.retention.register import REGISTER
from provinces.retention.sweeps import STAYS
from provinces.rules import services as rules
from provinces.rules import sunset
from provinces.status.models import Current, Decision, Run, Shard
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner

from .certifying import certify

# What is about officials as well, or says what was erased: taken row by row, below.
APART = {"accounts", "offices", "sessions", "channels", "payloads", "access"}
STAY: dict[str, Any] = {"outcomes": Decision, "payloads": Entry}


@transaction.atomic
def lapse(*, now: datetime) -> bool:
    """Free everybody, where the programme has ended; tell whether anything was left to do.

    An earlier end that an operator names is kept first, so that it stands.
    """
    rules.keep_early_end(now=now)
    if not sunset.is_over(now):
        return False
    held = Current.objects.count()
    Current.objects.all().delete()
    FactSheet.objects.all().delete()
    StaleMark.objects.all().delete()
    Shard.objects.filter(run__state=Run.State.RUNNING).delete()
    Run.objects.filter(state=Run.State.RUNNING).update(state=Run.State.ABANDONED)
    passes.withdraw_untrue(now=now)
    end = sunset.ends_at(now)
    if Entry.objects.filter(event=Event.PROGRAMME_LAPSED, recorded_at__gte=end).exists():
        return held > 0
    body = {"ended_at": str(end), "held": held}
    ledger.record(Event.PROGRAMME_LAPSED, by=None, about=None, at=now, body=body)
    return True


def purge_all(*, now: datetime) -> dict[str, int]:
    """Erase all that is kept of anybody, once the weeks after the end are over; return how much.

    Raises NotTheOwner in a process without the owner's credentials.
    """
    end = sunset.ends_at(now)
    if end is None or now < end + timedelta(days=settings.RETENTION_SUNSET_DAYS):
        return {}
    with as_owner(), scope.province(scope.current().slug):
        return _purge_all(now)


@transaction.atomic
def _purge_all(now: datetime) -> dict[str, int]:
    done: dict[str, int] = {}
    tables: list[str] = []
    for kept in REGISTER:
        if kept.is_personal and kept.key not in APART:
            for label in kept.models:
                model = apps.get_model(label)
                tables.append(model._meta.db_table)
                _count(kept.key, model, now, done)
    _empty(tables)
    _drop_accounts(now, done)
    _drop_payloads(now, done)
    return done


def _count(kind: str, model: Any, now: datetime, done: dict[str, int]) -> None:
    """Certify all rows of a table, which go with it."""
    # Whatever a manager may hide: what a person has not been told of goes as well.
    count = model._base_manager.count()
    if not count:
        return
    table = model._meta.db_table
    gone = Gone(kind, table, now, lot=table, rows=count)
    if kind in STAY:
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        kept = STAY[kind]._default_manager.filter(pk__in=keys).order_by("pk")
        gone = Gone(
            kind,
            table,
            now,
            keys,
            [bytes(each) for each in kept.values_list("commitment", flat=True)],
        )
    certify(gone, now=now)
    done[kind] = done.get(kind, 0) + count


def _empty(tables: list[str]) -> None:
    """Delete all rows, in any order: what refers to what is checked at the end.

    Row by row, since tables whose rows stay as they were written let nobody truncate them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _drop_accounts(now: datetime, done: dict[str, int]) -> None:
    """Remove all accounts but officials', who keep theirs with what they signed.

    Of closed accounts that an appeal had named the number was left: it goes now as well. So does
    what any browser was signed in with or had begun, but for officials', which is not certified.
    """
    officials = Office.objects.values("user")
    stay = UserSession.objects.filter(user__in=officials).values("session_key")
    Session.objects.exclude(session_key__in=stay).delete()
    Kept.objects.all().delete()
    # Somebody's only office may have been withdrawn before it began; what was signed names them.
    named = Change.objects.exclude(subject=None).values("subject")
    users = User.objects.exclude(pk__in=officials).exclude(pk__in=named)
    keys = sorted(users.values_list("pk", flat=True))
    if not keys:
        return
    users.delete()
    certify(Gone("accounts", User._meta.db_table, now, keys), now=now)
    done["accounts"] = len(keys)


def _drop_payloads(now: datetime, done: dict[str, int]) -> None:
    payloads = apps.get_model("ledger.Payload")
    gone = payloads._default_manager.exclude(entry__event__in=STAYS).order_by("pk")
    keys = list(gone.values_list("pk", flat=True))
    if not keys:
        return
    kept = Entry.objects.filter(pk__in=keys).order_by("pk").values_list("commitment", flat=True)
    stays = [bytes(each) for each in kept]
    payloads._default_manager.filter(pk__in=keys).delete()
    certify(Gone("payloads", payloads._meta.db_table, now, keys, stays), now=now)
    done["payloads"] = len(keys)
