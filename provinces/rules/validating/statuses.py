"""Refusals of statuses, and of what follows from them at a door."""

from __future__ import annotations

from collections.abc import Iterator

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
            yield of(f"{path}.key", f"{status.key} is there twice")
        if status.rank != place:
            message = f"statuses come mildest first, ranked 0, 1, 2 ...: this is {place}"
            yield of(f"{path}.rank", f"{message}, not {status.rank}")
        if _GRAVITY.index(status.consequence) < _GRAVITY.index(gravest):
            message = f"{status.consequence} is milder than what follows from a milder status"
            yield of(f"{path}.consequence", f"{message}, {gravest}")
        known.add(status.key)
        gravest = max(gravest, status.consequence, key=_GRAVITY.index)


def _default(ruleset: Ruleset) -> Iterator[Refusal]:
    default = ruleset.status(ruleset.default)
    if default is None:
        keys = [status.key for status in ruleset.statuses]
        message = f"{ruleset.default!r} is none of the statuses{near(ruleset.default, keys)}"
        yield of("default", message)
    elif default.rank or default.consequence is not Consequence.FREE:
        message = "whoever no ground holds is free: the default is the status of rank 0, and free"
        yield of("default", f"{message}; {default.key} is {default.rank}, {default.consequence}")


def _consequences(ruleset: Ruleset) -> Iterator[Refusal]:
    for key, places in ruleset.consequences.items():
        status, path = ruleset.status(key), f"consequences.{key}"
        if status is None:
            known = [each.key for each in ruleset.statuses]
            yield of(path, f"{key!r} is none of the statuses{near(key, known)}")
        for place, admission in places.items():
            if place in CARVE_OUTS and admission != Admission.ALLOWED:
                message = f"no status keeps anybody from {place}: it is allowed, or not named"
                yield of(f"{path}.{place}", f"{message}, and not {admission!r}")
            elif (
                status and status.consequence is Consequence.FREE and admission == Admission.REFUSED
            ):
                yield of(f"{path}.{place}", f"{key} is a free status, and refused nowhere")
