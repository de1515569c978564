"""Why a cell is in a zone at a minute, or is not: who decides, by which rule, and who lost."""

from __future__ import annotations

from dataclasses import dataclass

from .claims import Key
from .outcome import Contest, Effective, Loser, Resolution, Rule


@dataclass(frozen=True, slots=True)
class Explanation:
    """What holds on a cell at a minute.

    `decider` is the gravest claim in effect, of those `in_effect`, which are all of one province;
    None where no claim is. `losers` are all other claims on the cell, each with its reason.
    """

    cell: int
    minute: int
    level: int | None
    decider: Key | None
    in_effect: tuple[Key, ...]
    rule: Rule
    losers: tuple[Loser, ...]


def explain(resolution: Resolution, cell: int, minute: int) -> Explanation:
    """Return who decides on a fine cell at a minute since the epoch, and why nobody else does."""
    found = [each for each in resolution.effective if _holds(each, cell, minute)]
    contest = next((each for each in resolution.contests if _holds(each, cell, minute)), None)
    chief = min(found, key=lambda each: (-each.level, each.key), default=None)
    lost = {loser.key: loser for loser in contest.losers} if contest else {}
    in_effect = tuple(sorted({each.key for each in found}))
    for each in resolution.powerless:
        if each.starts <= minute < each.ends and each.key not in in_effect and cell in each.cells:
            lost.setdefault(each.key, Loser(each.key, each.reason))
    return Explanation(
        cell=cell,
        minute=minute,
        level=chief.level if chief else None,
        decider=chief.key if chief else None,
        in_effect=in_effect,
        rule=contest.rule if contest else _right(resolution, chief, cell),
        losers=tuple(lost[key] for key in sorted(lost)),
    )


def _holds(part: Effective | Contest, cell: int, minute: int) -> bool:
    return part.starts <= minute < part.ends and cell in part.cells


def _right(resolution: Resolution, chief: Effective | None, cell: int) -> Rule:
    if chief is None:
        return Rule.NOBODY
    rights = resolution.grounds
    return next(rule for key, cells, rule in rights if key == chief.key and cell in cells)
