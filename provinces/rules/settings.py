"""What a rule set keeps for others to read: whom places let in, what contacts are traced by. Pure.

    {"metro": {"test_hours": 72}, "emergency_care": "allowed", "exempt": ["testing"]}

An object of objects, lists and plain values, in which nothing is said against what stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .document import CARVE_OUTS, Admission
from .openness import meant, opens
from .shapes import A_KEY, LONGEST_KEY, Misshapen, is_key, is_text, told, unfit


def check(value: Any, path: str, *, under: str = "") -> Iterator[Misshapen]:
    """Yield what is wrong with settings; `under` is the name that they are listed under."""
    if isinstance(value, dict):
        for key, within in value.items():
            yield from _named(key, within, path)
    elif isinstance(value, list):
        for place, within in enumerate(value):
            yield from check(within, f"{path}.{place}", under=under)
    elif is_text(value):
        yield from _text(value, path, under)
    elif not isinstance(value, bool | int):
        message = f"a text, a whole number, true or false is needed here, not {told(value)}"
        yield Misshapen(path, message)


def _named(key: str, within: Any, path: str) -> Iterator[Misshapen]:
    here, place = f"{path}.{key[:LONGEST_KEY]}", meant(key)
    if place in CARVE_OUTS and within != Admission.ALLOWED:
        yield Misshapen(here, f"no rule keeps anybody from {place}: it is allowed, or not named")
    elif place and within in (Admission.REFUSED, False):
        yield Misshapen(here, f"no rule keeps anybody from {place}: it may ask, not refuse")
    if not is_key(key):
        yield Misshapen(here, f"a setting has {A_KEY}")
    yield from check(within, here, under=key)


def _text(text: str, path: str, under: str) -> Iterator[Misshapen]:
    place = meant(text)
    if place and not opens(under):
        message = f'it is listed under "allowed" or "exempt", or not named, and not under {under!r}'
        yield Misshapen(path, f"no rule keeps anybody from {place}: {message}")
    if why := unfit(text):
        yield Misshapen(path, why)
