"""A new province is a copy of the migrated template: seconds, and the same ids everywhere.

The template is dumped as text with pg_dump and replayed under the new name. It holds structure
and the rows that migrations made, nothing else; text substitution is sound for that only.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from .models import STRUCTURE_ROWS, TEMPLATE

SESSION_LINES = ("\\restrict", "\\unrestrict", "SELECT pg_catalog.set_config(", "--", "SET ")


def dump_template() -> str:
    """Return the template schema as SQL statements."""
    structure = _dump("--schema-only")
    rows = _dump(
        "--data-only", "--inserts", *(f"--table={TEMPLATE}.{table}" for table in STRUCTURE_ROWS)
    )
    return "\n".join(
        line for line in (structure + rows).splitlines() if not line.startswith(SESSION_LINES)
    )


def replay(statements: str, schema: str) -> None:
    """Create a schema as a copy of the dumped template."""
    renamed = re.sub(rf"(?<![\w.\"']){TEMPLATE}\.", f"{schema}.", statements)
    renamed = renamed.replace(f"CREATE SCHEMA {TEMPLATE};", f"CREATE SCHEMA {schema};")
    renamed = renamed.replace(f"'{TEMPLATE}.", f"'{schema}.")
    with connection.cursor() as cursor:
        cursor.cursor.connection.execute(renamed)


def _dump(*options: str) -> str:
    home: dict[str, Any] = settings.DATABASES["default"]
    command = [str(Path(settings.POSTGRES_BIN) / "pg_dump"), f"--schema={TEMPLATE}", "--no-owner"]
    where = [f"--host={home['HOST']}", f"--port={home['PORT']}", f"--username={home['USER']}"]
    return subprocess.run(  # noqa: S603  our own binary and arguments
        [*command, "--no-privileges", *where, *options, home["NAME"]],
        env={**os.environ, "PGPASSWORD": home["PASSWORD"]},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
