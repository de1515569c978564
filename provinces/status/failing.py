"""What is kept of an error in a run: which it was and where in our code, and nothing of anybody.

An error's own words may quote a row, so they are left to the worker's log on the machine.
"""

from __future__ import annotations

import traceback

OURS = ("core.", "provinces.", "federation.")
# So often a part of a run is tried before the run is said to fail.
ENOUGH = 3
LONGEST = 200


def told(problem: BaseException) -> str:
    """Return the class of an error, the database's code if any, and the last place of ours."""
    kind = type(problem).__qualname__
    code = getattr(problem.__cause__, "sqlstate", None)
    named = f"{kind} {code}" if code else kind
    places = [
        f"{module}.{frame.f_code.co_name}:{line}"
        for frame, line in traceback.walk_tb(problem.__traceback__)
        if (module := frame.f_globals.get("__name__", "")).startswith(OURS)
    ]
    return f"{named} in {places[-1]}"[:LONGEST] if places else named[:LONGEST]
