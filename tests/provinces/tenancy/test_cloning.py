"""A cloned province is what migrating one would have made."""

from __future__ import annotations

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.models import STRUCTURE_ROWS, TEMPLATE
from tests import cast

# Partitions of days are each province's own; the template has none.
CATALOGUE = {
    "tables": """
        SELECT relname, relkind, relpersistence, relreplident, reloptions::text FROM pg_class c
        WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
          AND NOT relispartition
    """,
    "columns": """
        SELECT relname, attname, row_number() OVER (PARTITION BY attrelid ORDER BY attnum),
               format_type(atttypid, atttypmod), attnotnull,
               attidentity, attgenerated, attcollation, attstorage, pg_get_expr(adbin, adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
        WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND attnum > 0 AND NOT attisdropped
    """,
    "indexes": """
        SELECT pg_get_indexdef(indexrelid), indisunique, indisprimary, indisvalid FROM pg_index
        JOIN pg_class c ON c.oid = indrelid
        WHERE relnamespace = %s::regnamespace AND NOT relispartition
    """,
    "constraints": """
        SELECT c.relname, conname, contype, condeferrable, condeferred, convalidated,
               pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid
        WHERE connamespace = %s::regnamespace AND NOT relispartition
    """,
    "triggers": """
        SELECT pg_get_triggerdef(t.oid), tgenabled
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        WHERE relnamespace = %s::regnamespace AND NOT tgisinternal
    """,
    "functions": """
        SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = %s::regnamespace
    """,
    "sequences": """
        SELECT c.relname, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle
        FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid WHERE relnamespace = %s::regnamespace
    """,
}


# PostgreSQL words the same cast of a list differently once it was dumped.
CASTS = re.compile(r"::(character varying|text)(\(\d+\))?(\[\])?|[()]")


def rows(query: str, schema: str) -> list[str]:
    """Return what a query finds of a schema, in text and without the schema's name."""
    with connection.cursor() as cursor:
        cursor.execute(query, [schema] if "%s" in query else [])
        found = [repr(row).replace(f"{schema}.", "") for row in cursor.fetchall()]
    return sorted(CASTS.sub("", row) for row in found)


class TestClone:
    @pytest.mark.parametrize("query", CATALOGUE.values(), ids=CATALOGUE)
    def test_has_the_templates(self, db: None, query: str) -> None:
        migrated = rows(query, TEMPLATE)

        assert migrated
        assert rows(query, cast.NORTH) == migrated

    @pytest.mark.parametrize("table", STRUCTURE_ROWS)
    def test_has_the_rows_that_migrations_made(self, db: None, table: str) -> None:
        migrated = rows(f"SELECT * FROM {TEMPLATE}.{table}", TEMPLATE)

        assert migrated
        assert rows(f"SELECT * FROM {cast.NORTH}.{table}", cast.NORTH) == migrated

    def test_has_no_other_rows(self, db: None) -> None:
        with scope.schema(cast.NORTH):
            tables = connection.introspection.table_names()
        query = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {cast.NORTH}.{table})" for table in tables
        )

        assert rows(query, cast.NORTH) == sorted(f"'{table}'," for table in STRUCTURE_ROWS)

    def test_refers_to_no_other_schema(self, db: None) -> None:
        query = """
            SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
            WHERE connamespace = %s::regnamespace AND relnamespace <> connamespace
        """

        assert rows(query, cast.NORTH) == []

    def test_counts_on_where_the_migrations_stopped(self, north: directory.Entry) -> None:
        highest = ContentType.objects.order_by("-pk").values_list("pk", flat=True)[0]

        with as_owner():
            added = ContentType.objects.create(app_label="later", model="thing")

        assert added.pk == highest + 1
