"""Checks that are added to a table in use, however many rows it has.

    ADD CONSTRAINT … NOT VALID      takes the table for an instant, and reads none of it
    VALIDATE CONSTRAINT …           reads all of it, while others read and write

Each is a transaction of its own, so a migration that adds one says `atomic = False`. From the
first on no new row is let in that does not fit; should the second find an old one, the migration
can be run again once that row is put right. A partitioned table passes both on to its parts.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import NotSupportedError
from django.db.migrations import RunSQL
from django.db.models import CheckConstraint


class AddCheck(AddConstraintNotValid):
    """A migration step that adds a check to a model's table, and has the rows there read."""

    model_name: str
    constraint: CheckConstraint

    def describe(self) -> str:
        return f"Create check {self.constraint.name} on {self.model_name}, and validate it"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        _require_apart(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        table, name = model._meta.db_table, self.constraint.name
        schema_editor.execute(DROP.format(table=table, name=name))
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(VALIDATE.format(table=table, name=name))


class AddCheckTo(RunSQL):
    """The same for a table of somebody else's app; `condition` is SQL."""

    def __init__(self, table: str, name: str, condition: str) -> None:
        self.given = {"table": table, "name": name, "condition": condition}
        super().__init__(
            [step.format(**self.given) for step in (DROP, ADD, VALIDATE)],
            DROP.format(**self.given),
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [], dict(self.given))

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        _require_apart(schema_editor)
        super().database_forwards(app_label, schema_editor, from_state, to_state)


DROP = 'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'
ADD = 'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({condition}) NOT VALID'
VALIDATE = 'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{name}"'


def _require_apart(schema_editor: Any) -> None:
    if schema_editor.atomic_migration:
        raise NotSupportedError("a check is added apart from its validation: say atomic = False")
