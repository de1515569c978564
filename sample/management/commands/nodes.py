"""`manage.py nodes`: a node for each sample province on this machine, in one federation."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sample import nodes, serving

PORT = 8000

SAID = """
Sign-ins are in {home}/*/demo.json; Ctrl-C stops.
Commands are given to a node by its name, from another terminal, such as
  .venv/bin/python manage.py nodes {slug} federation status"""

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Set the nodes up, serve them until somebody stops it; or give one of them an order."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=PORT, help=f"the first; {PORT} if not given"
        )
        parser.add_argument("--citizens", type=int, help="as they are, or as many as `demo` makes")
        parser.add_argument("--home", type=Path, default=settings.VAR_DIR / "nodes")
        parser.add_argument(
            "order",
            nargs=argparse.REMAINDER,
            help="a province, and a command of manage.py to run on its node: nothing is served",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["order"]:
            self._order(options["home"].resolve(), *options["order"])
        try:
            self._serve(options)
        except serving.AskedToStop:
            self.stdout.write("\nStopped.")
        except (serving.NotServed, nodes.NodeFailed) as problem:
            raise CommandError(str(problem)) from None

    def _order(self, home: Path, slug: str, *order: str) -> NoReturn:
        try:
            planned = nodes.known(home)
        except nodes.NodeFailed as problem:
            raise CommandError(str(problem)) from None
        node = next((each for each in planned if each.slug == slug), None)
        if node is None or not order:
            known = ", ".join(each.slug for each in planned)
            raise CommandError(f"a province, and a command for it: one of {known}")
        self.stdout.flush()
        sys.exit(nodes.ordered(node, planned, *order))

    def _serve(self, options: dict[str, Any]) -> None:
        with serving.noted(settings.VAR_DIR / "serve.pid"), serving.stoppable():
            planned = nodes.planned(options["home"].resolve(), port=options["port"])
            nodes.set_up(planned, citizens=options["citizens"], say=self.stdout.write)
            with nodes.serving(planned):
                for node in planned:
                    at = f"http://localhost:{node.port}/p/{node.slug}/"
                    self.stdout.write(f"  {at:<40} {node.province.name_en} {node.province.name_zh}")
                self.stdout.write(SAID.format(home=options["home"], slug=planned[0].slug))
                self.stdout.flush()
                os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        raise serving.NotServed(f"a node ended by itself; see {options['home']}/*/log")
