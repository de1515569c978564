"""`manage.py nodes`: a node for each sample province on this machine, in one federation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sample import nodes, serving

PORT = 8000

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Set the nodes up, serve them until somebody stops it."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=PORT, help=f"the first; {PORT} if not given"
        )
        parser.add_argument("--citizens", type=int, help="as they are, or as many as `demo` makes")
        parser.add_argument("--home", type=Path, default=settings.VAR_DIR / "nodes")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._serve(options)
        except serving.AskedToStop:
            self.stdout.write("\nStopped.")
        except (serving.NotServed, nodes.NodeFailed) as problem:
            raise CommandError(str(problem)) from None

    def _serve(self, options: dict[str, Any]) -> None:
        with serving.noted(settings.VAR_DIR / "serve.pid"), serving.stoppable():
            planned = nodes.planned(options["home"].resolve(), port=options["port"])
            nodes.set_up(planned, citizens=options["citizens"], say=self.stdout.write)
            with nodes.serving(planned):
                for node in planned:
                    at = f"http://localhost:{node.port}/p/{node.slug}/"
                    self.stdout.write(f"  {at:<40} {node.province.name_en} {node.province.name_zh}")
                self.stdout.write(f"\nSign-ins are in {options['home']}/*/demo.json; Ctrl-C stops.")
                self.stdout.flush()
                os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        raise serving.NotServed(f"a node ended by itself; see {options['home']}/*/log")
