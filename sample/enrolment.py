"""The sample's citizens come on the books of their province, all at once."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from provinces.jurisdictions.models import Area
from sample import identities
from sample.milestones import Milestone, reach, reached
from sample.plan import SampleProvince
from sample.population.people import BLOCK, Settlers
from sample.population.plane import Numbers

# As citizens.services.new_reference, out of the seed.
ALPHABET = np.array(list("23456789abcdefghjkmnpqrstuvwxyz"))
LENGTH = 16

# Keys follow one another only if nobody else is enrolled meanwhile.
ALONE = "LOCK TABLE citizens_citizen IN SHARE ROW EXCLUSIVE MODE"
COPY = "COPY citizens_citizen (reference, area_id, language, enrolled_at) FROM STDIN"


class AnotherPopulation(ValueError):
    """The province holds a sample population of another size or seed."""


def ensure_enrolled(
    province: SampleProvince, settlers: Settlers, count: int, *, seed: int, now: datetime
) -> int:
    """Enrol a province's citizens unless they are; return the first one's key.

    The rest follow it in order. Raises AnotherPopulation.
    """
    plan = {"citizens": count, "seed": seed}
    known = reached(Milestone.POPULATION)
    if known is None:
        return _enrol(province, settlers, plan, now)
    if {key: known[key] for key in plan} != plan:
        raise AnotherPopulation(
            f"{province.slug} has {known['citizens']} sample citizens of seed {known['seed']}, "
            f"not {count} of seed {seed}; start afresh with another CONCORD_VAR"
        )
    return int(known["first"])


@transaction.atomic
def _enrol(
    province: SampleProvince, settlers: Settlers, plan: dict[str, int], now: datetime
) -> int:
    areas = dict(Area.objects.values_list("code", "pk"))
    of_county = np.array([areas.get(county.code, 0) for county in settlers.region.counties])
    first = 0
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
    for start in range(0, plan["citizens"], BLOCK):
        people = settlers.block(start // BLOCK)
        area = of_county[settlers.region.homes.county[people.home]]
        size = min(BLOCK, plan["citizens"] - start)
        names = references(province, plan["seed"], start // BLOCK)[:size]
        _copy(names, area[:size], now)
        if start == 0:
            first = _key_of(names[0])
            _identify(province, names, first, plan["seed"])
    reach(Milestone.POPULATION, {**plan, "first": first}, at=now)
    return first


def references(province: SampleProvince, seed: int, block: int) -> list[str]:
    """Return the references of a block of citizens."""
    rng = np.random.default_rng([seed, int(province.code), 2, block])
    letters = ALPHABET[rng.integers(0, len(ALPHABET), (BLOCK, LENGTH))]
    return ["".join(row) for row in letters.tolist()]


def _copy(names: list[str], areas: NDArray[np.integer], now: datetime) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as stream:
        for name, area in zip(names, areas.tolist(), strict=True):
            stream.write_row((name, area, "zh-hans", now))


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
        ],
        province=province.slug,
    )


def keys(first: int, numbers: Numbers) -> NDArray[np.int32]:
    """Return the citizens of some of the sample's people."""
    return (first + numbers).astype(np.int32)
