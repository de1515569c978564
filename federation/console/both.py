"""On a citizen's own page: where two provinces speak of one place, what each says, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from federation.borders import queries as borders

from . import naming

# A place has two provinces around it, at times three; nobody reads more than a few such places.
MOST = 5


def on_status(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell a citizen held by a zone that another province speaks of its ground, too; else nothing.

    The map is the last one resolved, which is the same in all provinces.
    """
    found = [each.evidence for each in context["status"].grounds]
    zones = {(each["source"], each["zone"], each["version"]) for each in found if "source" in each}
    latest = borders.latest_map() if zones else None
    if latest is None:
        return None
    contests = [
        each
        for each in latest.contests
        if zones & {(origin, reference, version) for origin, reference, version in each["deciders"]}
    ][:MOST]
    if not contests:
        return None
    levels = borders.levels([key for each in contests for key in _keys(each)])
    names = naming.provinces()
    return {"spoken_of": [_row(each, levels, names) for each in contests]}


def _keys(contest: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    return [tuple(said[:3]) for said in (*contest["deciders"], *contest["losers"])]


def _row(
    contest: Mapping[str, Any],
    levels: Mapping[tuple[str, str, int], int],
    names: Mapping[str, str],
) -> dict[str, Any]:
    gravest: dict[str, int] = {}
    for key in _keys(contest):
        gravest[key[0]] = max(levels.get(key, 0), gravest.get(key[0], 0))
    return {
        "treated": [
            {"of": names[origin], "as": naming.LEVELS[level]}
            for origin, level in gravest.items()
            if level
        ],
        "decider": names[contest["deciders"][0][0]],
        "rule": naming.RULES[contest["rule"]],
        "losers": [
            {"of": names[origin], "why": naming.REASONS[reason]}
            for origin, _reference, _version, reason in contest["losers"]
        ],
    }
