"""Tables whose rows are added and read, and nothing else: refused by trigger, for everybody.

The grants of each province's login leave UPDATE and DELETE out besides. Retention erases
personal columns, which live in side tables, never here.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %% are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

REVERSE = """
DROP TRIGGER {table}_rows_stay ON {table};
DROP TRIGGER {table}_stays ON {table};
DROP FUNCTION {function}();
"""


class AppendOnly(migrations.RunSQL):
    """A migration step that makes a table append-only; its model says `append_only = True`."""

    def __init__(self, table: str) -> None:
        names = {"table": table, "function": f"{table}_refuse"}
        self.table = table
        super().__init__(FUNCTION.replace("%%", "%").format(**names), REVERSE.format(**names))

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (self.__class__.__qualname__, [self.table], {})
