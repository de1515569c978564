"""A province's own login, which is nobody's owner, may do all that zones need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import EffectiveZone, Version
from tests import cast
from tests.factories import zones

NOW = cast.NOW


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.fixture
def signed(in_login_mode: None) -> Iterator[Version]:
    """A zone in force; what a test does is done by the north's own login."""
    with scope.province(cast.NORTH):
        yield zones.in_force()


class TestOwnLogin:
    def test_declares_signs_and_hands_over(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            version = zones.declared(cast.ada())
            services.countersign(version, by=cast.ben(), now=NOW)
            handed = queries.export_effective()

        with scope.province(cast.SOUTH):
            services.receive_effective(cast.NORTH, handed, now=NOW)
            services.receive_effective(cast.NORTH, handed, now=NOW)

            held = EffectiveZone.objects.get()
            assert (held.source, held.reference) == (cast.NORTH, version.zone.reference)
            assert held.ranges.count() == sum(
                len(each.certain) + len(each.possible) for each in handed[0].ranges
            )


class TestVersion:
    @pytest.mark.parametrize(
        "change",
        [
            "level = 1",
            "cells = '[]'",
            "ends_at = ends_at + interval '1 day'",
            "starts_at = starts_at - interval '1 day'",
            "reason = 'forged'",
            "signed_unit = 'forged'",
            "declared_unit = 'forged'",
            "signed_at = now()",
            "state = 'awaiting'",
            "state = 'refused', refused_at = now(), refused_by_id = declared_by_id, refusal = 'x'",
            "number = 7",
        ],
    )
    def test_stays_as_it_was_signed(self, signed: Version, change: str) -> None:
        with pytest.raises(IntegrityError):
            execute(f"UPDATE zones_version SET {change}")

    def test_is_not_deleted(self, signed: Version) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("DELETE FROM zones_version")

    def test_that_was_lifted_does_not_last_longer_again(self, signed: Version) -> None:
        services.lift(signed.zone, at=NOW + timedelta(days=1), by=signed.declared_by, now=NOW)
        services.lift(signed.zone, at=NOW, by=signed.declared_by, now=NOW)

        for change in ("lifted_at = NULL", "lifted_at = lifted_at + interval '1 hour'"):
            with pytest.raises(IntegrityError, match="stay as they are"):
                execute(f"UPDATE zones_version SET {change}")


FORGED = """
INSERT INTO zones_effectivezone
    (source, reference, version, level, name_zh, name_en, starts, ends, revised_at)
VALUES ({}, 1, 3, 'x', 'x', 1, 2147483000, now())
"""


class TestEffectiveZone:
    def test_is_none_that_nobody_signed(self, signed: Version) -> None:
        with pytest.raises(IntegrityError, match="no version in force puts zone x into effect"):
            execute(FORGED.format("'north', 'x'"))

    def test_is_none_that_awaits_its_signature(self, signed: Version) -> None:
        other = zones.declared()

        with pytest.raises(IntegrityError, match="no version in force"):
            execute(FORGED.format(f"'north', '{other.zone.reference}'"))

    @pytest.mark.parametrize(
        "change",
        [
            "level = 1",
            "ends = ends + 1",
            "starts = starts - 1",
            "version = 2",
            "reference = 'another'",
        ],
    )
    def test_is_as_a_version_in_force_says_it(self, signed: Version, change: str) -> None:
        with pytest.raises(IntegrityError, match="no version in force"):
            execute(f"UPDATE zones_effectivezone SET {change}")

    def test_of_a_neighbour_does_not_become_an_own_one(self, signed: Version) -> None:
        assert execute(FORGED.format("'west', 'x'")) == 1

        with pytest.raises(IntegrityError, match="no version in force"):
            execute("UPDATE zones_effectivezone SET source = 'north' WHERE source = 'west'")

    def test_that_was_lifted_does_not_begin_again(self, signed: Version) -> None:
        services.lift(signed.zone, at=NOW, by=signed.declared_by, now=NOW)

        with pytest.raises(IntegrityError, match="no version in force"):
            execute("UPDATE zones_effectivezone SET ends = ends + 1")

    def test_may_be_noted_and_may_end_sooner(self, signed: Version) -> None:
        assert execute("UPDATE zones_effectivezone SET matched_at = now()") == 1
        assert execute("UPDATE zones_effectivezone SET ends = starts") == 1

    def test_is_looked_for_in_the_provinces_own_tables(self, signed: Version) -> None:
        execute("CREATE TEMPORARY TABLE zones_version AS SELECT * FROM zones_version")
        execute("UPDATE pg_temp.zones_version SET level = 1")
        execute("SET search_path = pg_temp, north")

        with pytest.raises(IntegrityError, match="no version in force"):
            execute("UPDATE zones_effectivezone SET level = 1")
        execute("SET search_path = north, pg_temp")
