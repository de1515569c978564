"""The security baseline that every province is scored by, check by check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from core.db import days
from federation.peers import queries as peers
from provinces.ledger import announcing, purposes
from provinces.ledger import queries as ledger
from provinces.tenancy import directory, grants, keys, scope

# Each says of a signature that it has to be another office's. No other constraint of the database
# compares two offices: a test finds what is missing here.
TWO_OFFICES = (
    "a_breach_is_closed_by_two_offices",
    "a_change_is_decided_by_another_of_another_unit",
    "a_change_of_a_switch_bears_a_second_office",
    "a_consent_bears_a_second_office",
    "a_hold_is_not_decided_in_its_own_unit",
    "a_hold_is_released_by_two_offices",
    "a_lawful_request_is_examined_by_another_office",
    "a_list_in_force_bears_a_second_office",
    "a_mark_bears_a_second_office",
    "a_mark_is_lifted_by_a_second_office",
    "a_renewed_term_bears_two_offices",
    "a_reversal_bears_a_second_office",
    "a_signed_ruleset_bears_two_offices",
    "a_treaty_bears_a_second_office",
    "a_zone_in_force_bears_a_second_office",
    "an_accepted_offer_bears_a_second_office",
    "an_emergency_is_judged_by_another_office",
    "an_own_policy_bears_two_offices",
    "manual_evidence_in_force_bears_a_second_office",
    "officials_tell_of_a_guest_by_two_offices",
    "one_body_freezes_for_72_hours",
)
# What is read, agreed to or told is for a purpose on the published list.
LISTED_ONLY = (
    "a_look_is_for_a_listed_purpose",
    "a_consent_is_asked_for_a_listed_purpose",
    "a_consent_is_for_a_listed_purpose",
    "a_code_is_for_a_listed_purpose",
    "a_mandate_is_for_listed_purposes",
    "a_mandate_is_used_for_a_listed_purpose",
    "a_message_is_for_a_listed_purpose",
    "a_message_taken_is_for_a_listed_purpose",
    "an_emergency_is_for_a_listed_purpose",
    "an_export_is_for_a_listed_purpose",
    "a_grant_is_for_listed_purposes",
    "a_token_is_for_listed_purposes",
)
SOON = timedelta(days=7)
# What the lag may be at night; officials stop at four hours.
MOST_LAG = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Score:
    """Which checks hold."""

    checks: tuple[tuple[str, bool], ...]

    @property
    def passed(self) -> int:
        return sum(holds for _, holds in self.checks)

    @property
    def of(self) -> int:
        return len(self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(name for name, holds in self.checks if not holds)


def score(now: datetime) -> Score:
    """Return the score of the province in scope; a check that cannot be made does not hold."""
    return Score(tuple((name, _holds(check, now)) for name, check in CHECKS.items()))


def _holds(check: Callable[[datetime], bool], now: datetime) -> bool:
    try:
        return check(now)
    except LookupError:
        return False


def _is_sealed(now: datetime) -> bool:
    return not ledger.is_closed(now) and ledger.lag(now) <= MOST_LAG


def _has_its_keys(_now: datetime) -> bool:
    return keys.are_complete(scope.current().slug)


def _keys_last(now: datetime) -> bool:
    return not any("key" in each.what for each in peers.expiring(now, within=SOON))


def _membership_counts(now: datetime) -> bool:
    return any(member.slug == scope.current().slug for member in peers.members(now))


def _forgets_in_time(now: datetime) -> bool:
    """Tell whether no day of presences is kept for longer than days are kept."""
    today = now.astimezone(scope.current().zone).date()
    oldest = today - timedelta(days=settings.PRESENCE_KEEP_DAYS)
    before = days.day_of(oldest, scope.current().zone).lo
    return all(
        lo >= before
        for table in ("presence_presence", "presence_stay")
        for lo, _ in days.partitions_of(table).values()
    )


def _has_constraints(_now: datetime) -> bool:
    query = """
        SELECT count(DISTINCT c.conname) FROM pg_constraint c
        JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = current_schema() AND c.convalidated AND c.conname = ANY(%s)
    """
    return _number(query, [list(TWO_OFFICES)]) == len(TWO_OFFICES)


def _uses_what_it_lists(_now: datetime) -> bool:
    """Tell whether the database lets in what is listed only, and the list is what was published."""
    query = """
        SELECT count(*) FROM unnest(%s::text[]) AS name
        WHERE EXISTS (SELECT FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
                      WHERE n.nspname = current_schema() AND c.convalidated AND c.conname = name)
    """
    told = purposes.digest(purposes.document(scope.current().slug))
    last = announcing.published()
    is_told = last is not None and last["digest"] == told
    return is_told and _number(query, [list(LISTED_ONLY)]) == len(LISTED_ONLY)


def _rows_stay(_now: datetime) -> bool:
    """Tell whether every table that is only ever added to has its triggers, switched on."""
    query = """
        SELECT count(*) FROM unnest(%s::text[]) AS name
        WHERE (SELECT count(*) FROM pg_trigger t
               WHERE t.tgrelid = to_regclass(current_schema() || '.' || name)
                 AND t.tgname IN (name || '_rows_stay', name || '_stays')
                 AND t.tgenabled IN ('O', 'A')) < 2
    """
    return _number(query, [grants.append_only_tables()]) == 0


def _sees_no_neighbour(_now: datetime) -> bool:
    """Tell whether the province's login may look into no other province's schema."""
    query = """
        SELECT count(*) FROM pg_namespace n
        WHERE n.nspname = ANY(%s) AND has_schema_privilege(%s, n.oid, 'USAGE, CREATE')
    """
    own = scope.current()
    others = [entry.slug for entry in directory.hosted() if entry.slug != own.slug]
    return _number(query, [others, own.login]) == 0


def _rules_nobody(_now: datetime) -> bool:
    """Tell whether the province's login has no right that goes beyond its tables."""
    query = """
        SELECT count(*) FROM pg_roles WHERE rolname = %s
        AND NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
    """
    return _number(query, [scope.current().login]) == 1


def _number(query: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.fetchone()[0])


CHECKS: dict[str, Callable[[datetime], bool]] = {
    "ledger_is_sealed": _is_sealed,
    "keys_are_there": _has_its_keys,
    "keys_last": _keys_last,
    "membership_counts": _membership_counts,
    "days_are_forgotten": _forgets_in_time,
    "two_offices_sign": _has_constraints,
    "purposes_are_listed": _uses_what_it_lists,
    "rows_stay": _rows_stay,
    "neighbours_are_closed": _sees_no_neighbour,
    "login_rules_nobody": _rules_nobody,
}
