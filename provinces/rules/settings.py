"""What a rule set keeps for others to read: whom places let in, what contacts are traced by. Pure.

    {"metro": {"test_hours": 72}, "emergency_care": "allowed", "exempt": ["testing"]}

An object of objects, lists and plain values, in which nothing is said against what stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.certlogic.saying import say

from .document import CARVE_OUTS, Admission
from .openness import meant, opens
from .shapes import LONGEST_KEY, Misshapen, a_key, is_key, is_text, told, unfit


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
        message = say(
            "a text, a whole number, true or false is needed here, not %(given)s", given=told(value)
        )
        yield Misshapen(path, message)


def _named(key: str, within: Any, path: str) -> Iterator[Misshapen]:
    here, place = f"{path}.{key[:LONGEST_KEY]}", meant(key)
    if place in CARVE_OUTS and within != Admission.ALLOWED:
        message = say(
            "no rule keeps anybody from %(place)s: it is allowed, or not named", place=place
        )
        yield Misshapen(here, message)
    elif place and within in (Admission.REFUSED, False):
        message = say("no rule keeps anybody from %(place)s: it may ask, not refuse", place=place)
        yield Misshapen(here, message)
    if not is_key(key):
        yield Misshapen(here, say("a setting has %(wanted)s", wanted=a_key()))
    yield from check(within, here, under=key)


def _text(text: str, path: str, under: str) -> Iterator[Misshapen]:
    place = meant(text)
    if place and not opens(under):
        message = say(
            'no rule keeps anybody from %(place)s: it is listed under "allowed" or "exempt", or not'
            " named, and not under %(under)s",
            place=place,
            under=repr(under),
        )
        yield Misshapen(path, message)
    if why := unfit(text):
        yield Misshapen(path, why)
