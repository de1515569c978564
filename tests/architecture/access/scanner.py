"""The checkpoint's page, which is everybody's."""

from __future__ import annotations

from tests.architecture.access.rows import row

# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("scanner:home", "GET",        "200      200      200      200      200      200     200"),
    row("scanner:manifest", "GET",    "200      200      200      200      200      200     200"),
    row("scanner:worker", "GET",      "200      200      200      200      200      200     200"),
    row("scanner:lists", "GET",       "200      200      200      200      200      200     200"),
]
# fmt: on
