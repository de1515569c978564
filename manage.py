#!/usr/bin/env python
"""Every command of the project: `python manage.py help` lists them."""

import os
import sys

from core.config.engines import launcher
from core.config.engines.errors import EngineError

# These look at files only.
WITHOUT_ENGINES = {
    "", "help", "--help", "-h", "version", "--version",
    "assets", "collectstatic", "compilemessages", "findstatic", "makemessages",
}  # fmt: skip
# These read or shape tables, and queue nothing.
WITHOUT_BROKER = {
    "check", "dbshell", "diffsettings", "inspectdb", "makemigrations", "migrate",
    "migrate_schemas", "showmigrations", "sqlmigrate", "test",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.config.settings.dev")
    command = next(iter(sys.argv[1:]), "")
    if command not in WITHOUT_ENGINES:
        try:
            launcher.export(broker=command not in WITHOUT_BROKER)
        except EngineError as error:
            sys.exit(f"{error}")
    # Only now, because settings read the addresses from the environment.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
