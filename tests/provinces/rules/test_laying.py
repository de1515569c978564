"""People's facts are laid before the province's, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from core.db import temporary
from provinces.citizens.models import Citizen
from provinces.facts.models import FactSheet
from provinces.facts.schema import FACTS
from provinces.rules import laying
from provinces.rules.compiling import compile_ruleset
from provinces.tenancy import scope
from tests import cast
from tests.provinces.rules import documents
from tests.provinces.rules.documents import ZONE, at, contact, nested

VERDICTS = compile_ruleset(documents.ruleset(), ZONE)
TYPES = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""


class TestJudge:
    def test_says_of_each_person_as_of_their_moment_what_holds(self, north: object) -> None:
        people = [(contact(at(1)), at(20)), ({}, at(20)), (contact(at(1)), at(2))]

        judged = laying.judge(VERDICTS, people)

        assert [(one.status, one.until) for one in judged] == [
            ("yellow", at(22)),
            ("green", None),
            ("red", at(15)),
        ]

    def test_looks_at_nobody_else(self, eve: Citizen) -> None:
        FactSheet.objects.create(citizen=eve, contacts_close_last_contact_at=at(1), digest=b"")

        (judged,) = laying.judge(VERDICTS, [({}, at(2))])

        assert judged.grounds == ()

    def test_leaves_the_provinces_facts_and_those_in_question_as_they_are(
        self, eve: Citizen
    ) -> None:
        FactSheet.objects.create(citizen=eve, digest=b"")
        with connection.cursor() as cursor:
            temporary.ready(cursor, **laying.DECIDING)
            cursor.execute("INSERT INTO deciding VALUES (7)")

            laying.judge(VERDICTS, [(contact(at(1)), at(2))])

            cursor.execute("SELECT * FROM deciding")
            assert cursor.fetchall() == [(7,)]
        assert FactSheet.objects.get().citizen_id == eve.pk

    def test_leaves_no_table_even_in_a_session_of_its_own(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            laying.judge(VERDICTS, [(contact(at(1)), at(2))])

            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass('pg_temp.facts_factsheet')")
                assert cursor.fetchone() == (None,)
                cursor.execute("SELECT count(*) FROM facts_factsheet")
                assert cursor.fetchone() == (0,)
            assert not connection.in_atomic_block


class TestLaid:
    def test_has_every_fact_in_the_type_that_the_sheet_has(self, north: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TYPES, ["facts_factsheet"])
            kept = dict(cursor.fetchall())
        with laying.laid([]), connection.cursor() as cursor:
            cursor.execute(TYPES, ["pg_temp.facts_factsheet"])
            laid = dict(cursor.fetchall())

        plain = {"character varying": "text"}
        wanted = {fact.column: kept[fact.column] for fact in FACTS}
        assert {name: laid[name] for name in wanted} == {
            name: plain.get(sql_type, sql_type) for name, sql_type in wanted.items()
        }

    def test_has_a_value_of_every_kind(self, north: object) -> None:
        person = nested(
            exposures__high__left_at=at(1),
            exposures__high__answered=True,
            exposures__high__zone=7,
            divisions__high__code="110000",
            contacts__close__evidence=2**40,
            tests__negatives__sampled=[at(2), at(3)],
        )

        with laying.laid([person]), connection.cursor() as cursor:
            columns = (
                "exposures_high_left_at, exposures_high_answered, exposures_high_zone,"
                " divisions_high_code, contacts_close_evidence, tests_negatives_sampled,"
                " tests_negatives_resulted"
            )
            cursor.execute(f"SELECT {columns} FROM facts_factsheet")
            row = cursor.fetchone()

        assert row == (at(1), True, 7, "110000", 2**40, [at(2), at(3)], None)

    def test_goes_even_where_something_fails(self, north: object) -> None:
        with pytest.raises(ZeroDivisionError), laying.laid([]):
            raise ZeroDivisionError

        with transaction.atomic(), laying.laid([{}]):
            assert FactSheet.objects.values_list("citizen_id").get() == (0,)
        assert not FactSheet.objects.exists()
