"""The node itself, and what every province has."""

from __future__ import annotations

from tests.architecture.access.rows import row

# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("language", "POST",           "302      302      302      302      302      302     302",
        language="en"),
    row("size", "POST",               "302      302      302      302      302      302     302",
        size="large"),
    row("robots", "GET",              "200      200      200      200      200      200     200"),

    row("node:doors", "GET",          "200      200      200      200      200      200     200"),
    row("node:language", "POST",      "302      302      302      302      302      302     302",
        language="en"),
    row("node:size", "POST",          "302      302      302      302      302      302     302",
        size="large"),
    row("node:robots", "GET",         "200      200      200      200      200      200     200"),
    row("node:security", "GET",       "200      200      200      200      200      200     200"),
]
# fmt: on
