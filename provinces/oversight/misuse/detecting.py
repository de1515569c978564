"""What in the record may be misuse: looks and filings in, findings out. Pure.

Nobody is judged by it: each finding is a case for an auditor, with what was counted and against
what. The thresholds are `Limits`; the settings say where each comes from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypeVar

# Makes the median absolute deviation comparable with a standard deviation (Iglewicz, Hoaglin 1993).
CONSISTENT = 0.6745
# With fewer there is no crowd to differ from.
PEERS = 3

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is looked at. Hours are of the province's clock, `[from, to)`."""

    repeated: int
    office_hours: tuple[int, int]
    out_of_hours: int
    volume_least: int
    volume_score: float
    without_act: int
    act_within: timedelta
    cohort: int
    pair: int


@dataclass(frozen=True, slots=True)
class Look:
    """That an official looked at a person; `at` is in the province's time."""

    entry: int
    official: int
    citizen: int
    at: datetime
    role: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """That an official did something about a person."""

    official: int
    citizen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Filing:
    """A piece of evidence that was filed, and by whom signed; `shared` is what people may share.

    `is_linked` says that something else than officials' word speaks for it: a case it rests on, a
    laboratory, a register, a stay in a zone.
    """

    piece: int
    official: int
    citizen: int
    at: datetime
    is_linked: bool
    second: int | None = None
    second_at: datetime | None = None
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Something to be looked at; the same thing has the same key."""

    kind: str
    key: str
    official: int
    accomplice: int | None = None
    entries: tuple[int, ...] = ()
    pieces: tuple[int, ...] = ()
    citizens: tuple[int, ...] = ()
    measures: dict[str, Any] = field(default_factory=dict)


def repeated(looks: Iterable[Look], limits: Limits) -> Iterator[Found]:
    """Yield who looked at one person again and again within a week."""
    for (official, citizen), some in _by(looks, lambda look: (look.official, look.citizen)).items():
        if len(some) >= limits.repeated:
            measures = {"looks": len(some), "least": limits.repeated}
            key = f"{official}:{citizen}:{_week(some[-1].at)}"
            yield _of_looks("repeated", key, some, measures)


def out_of_hours(looks: Iterable[Look], limits: Limits) -> Iterator[Found]:
    """Yield who looked at people outside office hours, night by night."""
    start, end = limits.office_hours
    outside = [look for look in looks if not start <= look.at.hour < end]
    # Until the morning it is the night of the day before.
    nights = _by(outside, lambda look: (look.official, (look.at - timedelta(hours=start)).date()))
    for (official, night), some in nights.items():
        if len(some) >= limits.out_of_hours:
            measures = {"looks": len(some), "least": limits.out_of_hours, "from": start, "to": end}
            yield _of_looks("out_of_hours", f"{official}:{night}", some, measures)


def of_protected(looks: Iterable[Look], protected: frozenset[int]) -> Iterator[Found]:
    """Yield who looked at somebody whose record is shown with more care."""
    guarded = [look for look in looks if look.citizen in protected]
    for (official, citizen), some in _by(
        guarded, lambda look: (look.official, look.citizen)
    ).items():
        key = f"{official}:{citizen}:{_week(some[-1].at)}"
        yield _of_looks("protected", key, some, {"looks": len(some)})


def volume(looks: Iterable[Look], limits: Limits) -> Iterator[Found]:
    """Yield who looked at far more records in a day than others of their role do.

    The score is the distance from the median, in median absolute deviations; where most do the
    same, one look is taken for the deviation.
    """
    by_role = _by(looks, lambda look: (look.role, look.at.date()))
    for (role, day), some in by_role.items():
        counts = {who: len(own) for who, own in _by(some, lambda look: look.official).items()}
        if len(counts) < PEERS:
            continue
        middle = median(counts.values())
        deviation = max(median(abs(count - middle) for count in counts.values()), 1)
        for official, count in counts.items():
            score = CONSISTENT * (count - middle) / deviation
            if count >= limits.volume_least and score > limits.volume_score:
                own = [look for look in some if look.official == official]
                measures = {
                    "looks": count,
                    "median": middle,
                    "deviation": deviation,
                    "score": round(score, 1),
                    "peers": len(counts),
                }
                yield _of_looks("volume", f"{official}:{role}:{day}", own, measures)


def without_act(
    looks: Iterable[Look], acts: Iterable[Act], limits: Limits, *, now: datetime
) -> Iterator[Found]:
    """Yield who looked at records of people for whom they then did nothing."""
    done: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for act in acts:
        done[act.official, act.citizen].append(act.at)
    ripe = [look for look in looks if look.at + limits.act_within <= now]
    for official, some in _by(ripe, lambda look: look.official).items():
        idle = [
            look
            for look in some
            if not any(
                look.at <= at <= look.at + limits.act_within for at in done[official, look.citizen]
            )
        ]
        if len(idle) >= limits.without_act and 2 * len(idle) > len(some):
            measures = {"looks": len(some), "idle": len(idle), "least": limits.without_act}
            yield _of_looks("without_act", f"{official}:{_week(idle[-1].at)}", idle, measures)


def cohorts(filings: Iterable[Filing], limits: Limits) -> Iterator[Found]:
    """Yield who filed evidence about many people who share something, and no cause.

    What is shared is no matter of health: a venue, a list, a neighbourhood.
    """
    unlinked = [filing for filing in filings if not filing.is_linked]
    pairs = [(shared, filing) for filing in unlinked for shared in filing.shared]
    groups = _by(pairs, lambda pair: (pair[1].official, pair[0]))
    for (official, (what, value)), some in groups.items():
        found = [filing for _shared, filing in some]
        if len({filing.citizen for filing in found}) >= limits.cohort:
            measures = {"people": len({each.citizen for each in found}), "least": limits.cohort}
            key = f"{official}:{what}:{value}"[:100]
            yield _of_filings("cohort", key, found, {**measures, "shared": what, "value": value})


def pairs(filings: Iterable[Filing], limits: Limits) -> Iterator[Found]:
    """Yield which two officials file and sign for each other what nothing else speaks for."""
    unlinked = [each for each in filings if not each.is_linked and each.second is not None]
    groups = _by(unlinked, lambda filing: frozenset({filing.official, filing.second or 0}))
    for both, some in groups.items():
        if len({filing.citizen for filing in some}) >= limits.pair:
            waits = [(each.second_at - each.at).total_seconds() for each in some if each.second_at]
            measures = {
                "people": len({filing.citizen for filing in some}),
                "least": limits.pair,
                "seconds": round(median(waits)) if waits else None,
            }
            key = ":".join(map(str, sorted(both)))
            found = _of_filings("pair", f"{key}:{_week(some[-1].at)}", some, measures)
            yield _together(found, both)


def _together(found: Found, both: frozenset[int]) -> Found:
    (other,) = both - {found.official} or {None}
    return Found(
        found.kind,
        found.key,
        found.official,
        accomplice=other,
        pieces=found.pieces,
        citizens=found.citizens,
        measures=found.measures,
    )


def _of_looks(kind: str, key: str, looks: Sequence[Look], measures: dict[str, Any]) -> Found:
    return Found(
        kind,
        f"{kind}:{key}",
        looks[0].official,
        entries=tuple(look.entry for look in looks),
        citizens=tuple(sorted({look.citizen for look in looks})),
        measures=measures,
    )


def _of_filings(kind: str, key: str, filings: Sequence[Filing], measures: dict[str, Any]) -> Found:
    return Found(
        kind,
        f"{kind}:{key}",
        filings[0].official,
        pieces=tuple(filing.piece for filing in filings),
        citizens=tuple(sorted({filing.citizen for filing in filings})),
        measures=measures,
    )


def _by(items: Iterable[Item], key: Callable[[Item], Any]) -> dict[Any, list[Item]]:
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _week(at: datetime) -> str:
    year, week, _day = at.isocalendar()
    return f"{year}-W{week:02}"
