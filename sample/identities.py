"""Documents and names of people who do not exist.

A resident identity number of the right form may be somebody's, whatever the region and date it
is made of; a number that could be nobody's fails the check of its form, as it should. So sample
people carry documents of another kind, which no state issues: `TEST`, the division, a number.
Only some people have an identity: each is encrypted by itself, which takes time, and the sample
needs no more.
"""

from __future__ import annotations

import numpy as np

from provinces.citizens import identities
from provinces.citizens.identities import Person
from provinces.citizens.models import Identity
from provinces.tenancy import credentials, scope

# How many people of each province have one.
IDENTIFIED = 200

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英建华文玉兰志红春梅海燕"


def person(code: str, number: int, rng: np.random.Generator) -> Person:
    """Return a sample person of a province; `number` counts its people from 0."""
    name = rng.choice(list(SURNAMES)) + "".join(rng.choice(list(GIVEN), rng.integers(1, 3)))
    return Person(
        full_name=str(name),
        document=f"TEST{code}{number:08d}",
        contact=f"citizen-{number}@{code}.example",
    )


def keep(people: list[tuple[int, str, Person]]) -> None:
    """Seal people, given as citizen, reference and person, with the key of the province."""
    key = credentials.key_of(scope.current().slug)
    Identity.objects.bulk_create(
        Identity(
            citizen_id=citizen,
            sealed=identities.seal(key, reference, who),
            document_hash=identities.document_hash(key, who.document),
        )
        for citizen, reference, who in people
    )
