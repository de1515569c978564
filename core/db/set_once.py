"""Tables whose rows stay as they were written, but for what may be said of each once.

A trigger refuses everything else, to everybody. Only the owner deletes, for retention; the
province's login does not.

    evidence   written ──► approved_at, approved_by … ──► ended_at … ──► withdrawn_at …
                           each group is set in one go, together with its moment, and stays

Some moments may be moved, but only to earlier ones: when a zone was lifted.
"""

from collections.abc import Mapping, Sequence

from django.db import migrations

SET = """
    IF OLD.{moment} IS NULL AND NEW.{moment} IS NOT NULL THEN
        settable := settable || '{{{columns}}}'::text[];
    END IF;"""

EARLIER = """
    IF NEW.{moment} IS NOT NULL AND (OLD.{moment} IS NULL OR NEW.{moment} < OLD.{moment}) THEN
        settable := settable || '{moment}'::text;
    END IF;"""

FUNCTION = """
CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settable text[] := '{{}}';
BEGIN{steps}
    IF to_jsonb(NEW) - settable IS DISTINCT FROM to_jsonb(OLD) - settable THEN
        RAISE EXCEPTION 'rows of % stay as they are, but for what is set once', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION {table}_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user
       = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are deleted by retention only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER {table}_rows_keep BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_keep();
CREATE TRIGGER {table}_rows_stay BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_stay();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_stay();
"""

REVERSE = """
DROP TRIGGER {table}_rows_keep ON {table};
DROP TRIGGER {table}_rows_stay ON {table};
DROP TRIGGER {table}_stays ON {table};
DROP FUNCTION {table}_keep();
DROP FUNCTION {table}_stay();
"""


class SetOnce(migrations.RunSQL):
    """A migration step after which a table's rows change only where a moment is set.

    `groups` gives for each moment the columns that may change together with it, when it goes
    from NULL to a value: then, and never again. `earlier` are moments that may be set, and moved
    to earlier ones.
    """

    def __init__(
        self, table: str, groups: Mapping[str, Sequence[str]], earlier: Sequence[str] = ()
    ) -> None:
        self.table, self.groups = table, {moment: list(of) for moment, of in groups.items()}
        self.earlier = list(earlier)
        steps = "".join(EARLIER.format(moment=moment) for moment in self.earlier) + "".join(
            SET.format(moment=moment, columns=", ".join([moment, *columns]))
            for moment, columns in self.groups.items()
        )
        super().__init__(
            FUNCTION.format(table=table, steps=steps),
            REVERSE.format(table=table),
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, str]]:
        return (self.__class__.__qualname__, [self.table, self.groups, self.earlier], {})
