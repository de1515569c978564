"""`manage.py serve`: the pages of all provinces of this node, with its worker and timetable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from provinces.tenancy import directory
from sample import serving

PORT = 8000

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Serve until somebody stops it."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=PORT, help=f"{PORT} if not given")
        parser.add_argument(
            "--exactly", action="store_true", help="refuse to serve on another port instead"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._serve(options["port"], is_exact=options["exactly"])
        except serving.AskedToStop:
            self.stdout.write("\nStopped.")
        except serving.NotServed as problem:
            raise CommandError(str(problem)) from None

    def _serve(self, wanted: int, *, is_exact: bool) -> None:
        with serving.noted(settings.VAR_DIR / "serve.pid"):
            port = serving.free_port(wanted)
            if port != wanted and is_exact:
                raise serving.NotServed(f"port {wanted} is taken")
            if port != wanted:
                self.stdout.write(f"Port {wanted} is taken: serving on {port}.")
            with serving.running(port) as processes:
                self._tell(port)
                serving.until_stopped(processes)

    def _tell(self, port: int) -> None:
        self.stdout.write(f"\nhttp://localhost:{port}/")
        for entry in directory.hosted():
            address = f"http://localhost:{port}/p/{entry.slug}/"
            self.stdout.write(f"  {address:<40} {entry.name_en} {entry.name_zh}")
        self.stdout.write(f"\nSign-ins are in {settings.VAR_DIR / 'demo.json'}; Ctrl-C stops.")
        self.stdout.flush()
