"""Refusals of statuses, and of what follows from them at a door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.certlogic.saying import say
from provinces.rules.document import (
    CARVE_OUTS,
    Admission,
    Consequence,
    Ruleset,
)

from .refusals import Refusal, near, of

_GRAVITY = list(Consequence)


def refusals(ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield what is wrong with the statuses of a rule set and their consequences."""
    yield from _order(ruleset)
    yield from _default(ruleset)
    yield from _consequences(ruleset)


def _order(ruleset: Ruleset) -> Iterator[Refusal]:
    known: set[str] = set()
    gravest = Consequence.FREE
    for place, status in enumerate(ruleset.statuses):
        path = f"statuses.{place}"
        if status.key in known:
            yield of(f"{path}.key", say("%(key)s is there twice", key=status.key))
        if status.rank != place:
            message = say(
                "statuses come mildest first, ranked 0, 1, 2 ...: this is %(place)s, not %(rank)s",
                place=place,
                rank=status.rank,
            )
            yield of(f"{path}.rank", message)
        if _GRAVITY.index(status.consequence) < _GRAVITY.index(gravest):
            message = say(
                "%(one)s is milder than what follows from a milder status, %(other)s",
                one=status.consequence,
                other=gravest,
            )
            yield of(f"{path}.consequence", message)
        known.add(status.key)
        gravest = max(gravest, status.consequence, key=_GRAVITY.index)


def _default(ruleset: Ruleset) -> Iterator[Refusal]:
    default = ruleset.status(ruleset.default)
    if default is None:
        keys = [status.key for status in ruleset.statuses]
        yield of("default", no_status(ruleset.default, keys))
    elif default.rank or default.consequence is not Consequence.FREE:
        message = say(
            "whoever no ground holds is free: the default is the status of rank 0, and free;"
            " %(key)s is %(rank)s, %(consequence)s",
            key=default.key,
            rank=default.rank,
            consequence=default.consequence,
        )
        yield of("default", message)


def _consequences(ruleset: Ruleset) -> Iterator[Refusal]:
    for key, places in ruleset.consequences.items():
        status, path = ruleset.status(key), f"consequences.{key}"
        if status is None:
            known = [each.key for each in ruleset.statuses]
            yield of(path, no_status(key, known))
        for place, admission in places.items():
            if place in CARVE_OUTS and admission != Admission.ALLOWED:
                message = say(
                    "no status keeps anybody from %(place)s: it is allowed, or not named, and not"
                    " %(admission)s",
                    place=place,
                    admission=repr(admission),
                )
                yield of(f"{path}.{place}", message)
            elif (
                status and status.consequence is Consequence.FREE and admission == Admission.REFUSED
            ):
                message = say("%(key)s is a free status, and refused nowhere", key=key)
                yield of(f"{path}.{place}", message)


def no_status(key: str, known: Iterable[str]) -> str:
    """Say that a key is none of the statuses, and which may have been meant."""
    return say("%(key)s is none of the statuses%(near)s", key=repr(key), near=near(key, known))
