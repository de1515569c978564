"""What a test has done on a node: `python -m tests.journeys.nodes.orders PROVINCE DEED [JSON]`.

Run with the node's environment; what was done is one JSON value on the last line.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

import django

from core.config.engines import launcher


def main(province: str, deed: str, values: str = "{}") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.config.settings.dev")
    launcher.export()
    django.setup()
    # Only now, because models need the settings.
    scope = import_module("provinces.tenancy.scope")
    deeds = import_module("tests.journeys.nodes.deeds")
    with scope.province(province):
        told = getattr(deeds, deed)(**json.loads(values))
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
