"""Values of expressions as SQL literals that say nothing else, whatever is in them."""

from __future__ import annotations

from datetime import datetime


def text(value: str, *, percent: str = "%") -> str:
    """Return a text as a literal; `percent` is how the statement is to write its percent signs.

    A statement that is executed with psycopg parameters writes them twice.
    """
    quoted = value.replace("'", "''").replace("%", percent)
    if "\\" in quoted:  # read alike whatever standard_conforming_strings says
        return " E'" + quoted.replace("\\", "\\\\") + "'"
    return f"'{quoted}'"


def number(value: int) -> str:
    """Return a whole number as a literal that any operator may precede or follow."""
    return str(value) if value >= 0 else f"({value})"


def moment(value: datetime) -> str:
    """Return a date-time in UTC as a literal of type timestamp."""
    return f"timestamp '{value.replace(tzinfo=None).isoformat(sep=' ')}'"
