"""The sample federation is set up: every step once, and whatever is new since the last time.

    node ── provinces ── ground ── story ── population ── presences, day by day
                                                               │
    appeals ── sign-ins ── tonight's recompute ── days sealed ── feeds read by the neighbours

Each step looks at what is there and does the rest, so an interrupted set-up goes on where it
was, and one that follows another has little to do. A province whose programme is over rests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from provinces.ledger import sealing
from provinces.retention import services as retention
from provinces.status import queries as statuses
from provinces.status import runs
from provinces.status import services as status
from provinces.status.models import Run
from provinces.tenancy import scope
from provinces.tenancy import services as tenancy
from sample import (
    appealing,
    companions,
    enrolment,
    entering,
    evidence,
    federating,
    figures,
    ground,
    holding,
    incidents,
    known,
    offices,
    overseeing,
    presences,
    records,
    resting,
    rulemaking,
    signing_in,
    telling,
    testing,
    venues,
)
from sample.plan import DAYS, PROVINCES, Population, SampleProvince
from sample.world import world

Show = Callable[[str, str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sample federation is to be; citizens and seed as they are, unless given."""

    now: datetime
    sign_ins: Path
    citizens: int | None = None
    days: int = DAYS
    seed: int | None = None
    provinces: tuple[SampleProvince, ...] = PROVINCES


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    figures: list[figures.Figures]
    sign_ins: list[signing_in.SignIn]
    keys: list[testing.Key]
    words: list[venues.Word]
    over: list[resting.Over]
    seconds: float


@dataclass(slots=True)
class Work:
    """What has been done for one province, and how long it took."""

    province: SampleProvince
    show: Show
    seconds: dict[str, float] = field(default_factory=dict)
    presences: int = 0
    changed: int = 0

    @contextmanager
    def on(self, step: str) -> Iterator[Callable[[int, int], None]]:
        """Take the time of a step in the province; yields how to show its progress."""
        began = time.monotonic()
        with scope.province(self.province.slug):
            yield lambda done, total: self.show(self.province.slug, step, done, total)
        self.seconds[step] = self.seconds.get(step, 0.0) + time.monotonic() - began


def set_up(wish: Wish, *, show: Show) -> Done:
    """Do all that is left to do; `show` is told a province, a step, and its parts done of all.

    Raises AnotherPopulation, and AlreadyRunning while a worker recomputes.
    """
    began = time.monotonic()
    tenancy.prepare_node()
    works = [Work(province, show) for province in wish.provinces]
    for work in works:
        ground.ensure_hosted(work.province)
    over = _rest(works, wish)
    works = [work for work in works if work.province.slug not in {each.province for each in over}]
    if not works:
        return Done([], [], [], [], over, round(time.monotonic() - began, 1))
    people = _population(wish)
    for work in works:
        _settle(work, wish, people)
    _federate(works, wish)
    for work in works:
        _judge(work, wish)
    with works[0].on("registry"):
        known.write([work.province for work in works], now=wish.now)
    book = signing_in.Book(wish.sign_ins)
    sign_ins = [each for work in works for each in _open_doors(work, book)]
    book.save()
    keys = [_equip(work, wish) for work in works]
    words = [word for work in works for word in _open_venues(work, wish, people)]
    for work in works:
        with work.on("ledger"):
            sealing.seal(now=timezone.now())
    found = [_figures(work) for work in works]
    return Done(found, sign_ins, keys, words, over, round(time.monotonic() - began, 1))


def _rest(works: list[Work], wish: Wish) -> list[resting.Over]:
    """Leave provinces whose programme is over to rest; return which they are."""
    found = []
    for work in works:
        with scope.province(work.province.slug):
            found.append(resting.rest(now=wish.now))
    return [each for each in found if each is not None]


def _population(wish: Wish) -> Population:
    known = enrolment.population([each.slug for each in wish.provinces]) or Population()
    return Population(
        total=known.total if wish.citizens is None else wish.citizens,
        seed=known.seed if wish.seed is None else wish.seed,
    )


def _settle(work: Work, wish: Wish, people: Population) -> None:
    province = work.province
    named = {each.code: each.slug for each in (*PROVINCES, *wish.provinces)}
    codes = {slug: code for code, slug in named.items()}
    with work.on("ground") as show:
        show(0, 1)
        officials = ground.ensure_ground(province, codes, now=wish.now)
        if not telling.is_told():
            telling.tell(province, world(people.seed).stage(), officials, now=wish.now)
        entering.ensure_policy(province, now=wish.now)
        rulemaking.ensure_draft(now=wish.now)
        rulemaking.ensure_programme(now=wish.now)
        show(1, 1)
    with work.on("presences") as show:
        work.presences = _populate(province, wish, people, show)
    with work.on("evidence") as show:
        show(0, 1)
        if not evidence.is_told():
            evidence.tell(province, officials, seed=people.seed, now=wish.now)
        if not holding.is_held():
            holding.file(now=wish.now)
        show(1, 1)


def _populate(
    province: SampleProvince, wish: Wish, people: Population, show: Callable[[int, int], None]
) -> int:
    """Have the province's citizens enrolled and told of; return how many presences are new."""
    first = enrolment.first_citizen(province, people)
    days = presences.days_to_tell(wish.days, now=wish.now)
    if first is not None and not days:
        return 0
    settlers = world(people.seed).settlers(province)
    if first is None:
        first = enrolment.enrol(province, settlers, people, now=wish.now)
    phones = presences.Phones(settlers, first, people.part_of(province))
    return presences.tell(phones, days, now=wish.now, progress=show)


def _federate(works: list[Work], wish: Wish) -> None:
    """Have the provinces of this node tell one another; a single one publishes alone."""
    slugs = [work.province.slug for work in works]
    with works[0].on("federation") as show:
        show(0, 1)
    federating.federate(slugs, now=timezone.now())
    with works[0].on("federation") as show:
        show(1, 1)


def _judge(work: Work, wish: Wish) -> None:
    """Seal the days that are over, and do tonight's recompute."""
    with work.on("recompute") as show:
        retention.keep_days(now=wish.now)
        if work.presences:
            ground.tell_planner(work.province)
        kind = Run.Kind.NIGHTLY if status.nightly_is_due(wish.now) else Run.Kind.MANUAL
        plan = runs.Plan(as_of=timezone.now(), kind=kind)

        def progress(run: Run) -> None:
            at = statuses.progress(run)
            show(at.done, at.total)

        work.changed = status.recompute(plan, now=timezone.now(), progress=progress).changed


def _open_doors(work: Work, book: signing_in.Book) -> list[signing_in.SignIn]:
    with work.on("sign-ins") as show:
        found = signing_in.open_for(book, now=timezone.now())
        companions.accompany(now=timezone.now())
        offices.ensure(work.province, now=timezone.now())
        show(1, 1)
    with work.on("appeals") as show:
        if not appealing.are_filed():
            appealing.file(now=timezone.now())
        if not records.are_opened():
            records.open_some(now=timezone.now())
        if not records.are_assigned():
            records.assign_some(now=timezone.now())
        if not incidents.are_told():
            incidents.tell(now=timezone.now())
        if not overseeing.is_told():
            overseeing.tell(now=timezone.now())
        show(1, 1)
    return found


def _equip(work: Work, wish: Wish) -> testing.Key:
    """Have sites where people are tested, and a laboratory; after sign-ins, so they have visits."""
    with work.on("sign-ins") as show:
        key = testing.ensure(
            work.province, wish.sign_ins.with_name("laboratories.json"), now=timezone.now()
        )
        show(1, 1)
    return key


def _open_venues(work: Work, wish: Wish, people: Population) -> list[venues.Word]:
    """Have venues at which people can check in."""
    with work.on("sign-ins") as show:
        found = venues.ensure(
            work.province,
            wish.sign_ins.with_name("venues.json"),
            seed=people.seed,
            now=timezone.now(),
        )
        show(1, 1)
    return found


def _figures(work: Work) -> figures.Figures:
    with scope.province(work.province.slug):
        return figures.of_province(
            new_presences=work.presences,
            changed=work.changed,
            seconds=work.seconds,
            now=timezone.now(),
        )
