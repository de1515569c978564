"""Waiting for something that another process does."""

import time
from collections.abc import Callable


def comes_true(condition: Callable[[], bool], *, within: float) -> bool:
    """Look again and again, for so many seconds; tell whether it came true."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
