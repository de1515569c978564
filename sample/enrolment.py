"""The sample's citizens come on the books of their province, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from provinces.jurisdictions.models import Area
from provinces.tenancy import scope
from sample import identities
from sample.milestones import Milestone, reach, reached
from sample.plan import Population, SampleProvince
from sample.population.people import BLOCK, Settlers
from sample.population.plane import Numbers

# As citizens.services.new_reference, out of the seed.
ALPHABET = np.array(list("23456789abcdefghjkmnpqrstuvwxyz"))
LENGTH = 16

# Keys follow one another only if nobody else is enrolled meanwhile.
ALONE = "LOCK TABLE citizens_citizen IN SHARE ROW EXCLUSIVE MODE"
COPY = "COPY citizens_citizen (reference, area_id, language, birth_year, enrolled_at) FROM STDIN"

# Shares of people by age, from 0 in steps of 15 years, as in the census of 2020, rounded.
AGES = (0.18, 0.17, 0.22, 0.24, 0.14, 0.05)
STEP = 15


class AnotherPopulation(ValueError):
    """The province holds a sample population of another size or seed."""


def first_citizen(province: SampleProvince, people: Population) -> int | None:
    """Return the key of the first of a province's sample citizens, if they are enrolled.

    The rest follow it in order. Raises AnotherPopulation.
    """
    known = reached(Milestone.POPULATION)
    if known is None:
        return None
    if (known["citizens"], known["seed"]) != (people.part_of(province), people.seed):
        raise AnotherPopulation(
            f"{scope.current().slug} has its part of {known['total']} sample citizens of seed "
            f"{known['seed']}, not of {people.total} of seed {people.seed}; to start afresh, set "
            "CONCORD_VAR to another directory"
        )
    return int(known["first"])


def population(slugs: Iterable[str]) -> Population | None:
    """Return the sample's population as the first of these provinces has it, if any has."""
    for slug in slugs:
        with scope.province(slug):
            known = reached(Milestone.POPULATION)
        if known is not None:
            return Population(known["total"], known["seed"])
    return None


@transaction.atomic
def enrol(
    province: SampleProvince, settlers: Settlers, people: Population, *, now: datetime
) -> int:
    """Enrol a province's part of the sample's population; return the key of the first citizen."""
    count, seed = people.part_of(province), people.seed
    areas = dict(Area.objects.values_list("code", "pk"))
    of_county = np.array([areas.get(county.code, 0) for county in settlers.region.counties])
    first = 0
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
    for start in range(0, count, BLOCK):
        block = settlers.block(start // BLOCK)
        area = of_county[settlers.region.homes.county[block.home]]
        size = min(BLOCK, count - start)
        names = references(province, seed, start // BLOCK)[:size]
        years = birth_years(province, seed, start // BLOCK, now.year)
        _copy(names, area[:size], years[:size], now)
        if start == 0:
            first = _key_of(names[0])
            _identify(province, names, first, seed)
    reach(
        Milestone.POPULATION,
        {"citizens": count, "total": people.total, "seed": seed, "first": first},
        at=now,
    )
    return first


def references(province: SampleProvince, seed: int, block: int) -> list[str]:
    """Return the references of a block of citizens."""
    rng = np.random.default_rng([seed, int(province.code), 2, block])
    letters = ALPHABET[rng.integers(0, len(ALPHABET), (BLOCK, LENGTH))]
    return ["".join(row) for row in letters.tolist()]


def birth_years(province: SampleProvince, seed: int, block: int, now: int) -> NDArray[np.int64]:
    """Return when a block of citizens was born."""
    rng = np.random.default_rng([seed, int(province.code), 4, block])
    age = rng.choice(len(AGES), BLOCK, p=AGES) * STEP + rng.integers(0, STEP, BLOCK)
    years: NDArray[np.int64] = now - age
    return years


def _copy(
    names: list[str], areas: NDArray[np.integer], years: NDArray[np.integer], now: datetime
) -> None:
    rows = zip(names, areas.tolist(), years.tolist(), strict=True)
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as stream:
        for name, area, year in rows:
            stream.write_row((name, area, "zh-hans", year, now))


def _key_of(reference: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM citizens_citizen WHERE reference = %s", [reference])
        return int(cursor.fetchone()[0])


def _identify(province: SampleProvince, names: list[str], first: int, seed: int) -> None:
    rng = np.random.default_rng([seed, int(province.code), 3])
    identities.keep(
        [
            (first + number, name, identities.person(province.code, number, rng))
            for number, name in enumerate(names[: identities.IDENTIFIED])
        ]
    )


def keys(first: int, numbers: Numbers) -> NDArray[np.int32]:
    """Return the citizens of some of the sample's people."""
    return (first + numbers).astype(np.int32)
