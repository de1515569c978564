"""Whom the sandbox's registry knows: the sample's people with a document, and families to enrol.

A number of the right form may be somebody's, whatever place and date it is made of. So the dates
in these lie two hundred years before the person's birth: no living person's number has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from stdnum.iso7064 import mod_11_2

from provinces.citizens import canaries, documents, identities
from provinces.citizens.models import Identity
from provinces.jurisdictions.models import Area, Level
from provinces.tenancy import credentials, scope
from sample.identities import GIVEN, SURNAMES
from sample.plan import SampleProvince
from sample.registry import books
from sample.registry.books import Entry
from sample.story import SET_IN

FAMILIES = 20
LONG_AGO = 200
# Sequence numbers of these are left to canaries: nobody in the registry has one.
CANARIES = 40


def registry_file() -> Path:
    """Return where the registry's people are kept."""
    return Path(settings.VAR_DIR) / "registry" / "people.jsonl"


def write(provinces: list[SampleProvince], *, now: datetime) -> int:
    """Write down whom the registry knows, and plant canaries; return how many are known."""
    known: list[Entry] = []
    for province in provinces:
        with scope.province(province.slug):
            known += [*_enrolled(), *families(province, _counties(province), now.year)]
            canaries.plant(canary_numbers(province), now=now)
    # No street is called that: letters to it can only be looked at.
    known = [replace(one, address=f"虚构路{at}号") for at, one in enumerate(known, 1)]
    books.save(registry_file(), known)
    return len(known)


def families(province: SampleProvince, counties: list[str], year: int) -> Iterator[Entry]:
    """Yield people nobody has enrolled: a parent, a child and a grandparent each, and guests."""
    rng = np.random.default_rng([int(province.code), 7])
    for number in range(FAMILIES):
        area = counties[number % len(counties)]
        surname = str(rng.choice(list(SURNAMES)))
        names = [surname + "".join(rng.choice(list(GIVEN), 2)) for _ in range(3)]
        child = _resident(area, year - 6 - number % 8, 2, number)
        phone = f"+86 100 {province.code[:4]} {number:04d}"
        mail = f"family-{number}@{province.code}.example"
        born = year - 38 - number % 10
        parent = _resident(area, born, 1, number)
        yield Entry("resident", parent, names[0], area, born, mail, phone, (child,))
        yield Entry("resident", child, names[1], area, year - 6 - number % 8)
        born = year - 78 - number % 10
        elder = _resident(area, born, 3, number)
        yield Entry("resident", elder, names[2], area, born, phone=f"{phone[:-4]}9{number:03d}")
    yield from _guests(province, counties[0], year)


def canary_numbers(province: SampleProvince) -> list[str]:
    """Return documents of the right form that are nobody's, as they stand on no list but ours."""
    place = f"{province.code[:2]}0101" if province.code != "130000" else "130102"
    return [_resident(place, 1980 + number % 20, 5, number) for number in range(CANARIES)]


def _guests(province: SampleProvince, area: str, year: int) -> Iterator[Entry]:
    phone = f"+86 100 {province.code[:4]} 8"
    permit = _checked(f"810000{year - 30 - LONG_AGO}0101{1:03d}")
    card = _checked(f"9{province.code[:2]}124{year - 41 - LONG_AGO}0203{1:03d}")
    yield Entry("permit", permit, "陳大文", area, year - 30, phone=f"{phone}001")
    yield Entry("permanent", card, "Maria Sample", area, year - 41, phone=f"{phone}002")
    yield Entry(
        "passport", f"X{province.code}001", "John Sample", area, year - 50, "john@s.example"
    )


def _resident(place: str, born: int, kind: int, number: int) -> str:
    return _checked(f"{place}{born - LONG_AGO}0101{kind}{number % 100:02d}")


def _checked(digits: str) -> str:
    return documents.normalise(digits + mod_11_2.calc_check_digit(digits))


def _counties(province: SampleProvince) -> list[str]:
    """Return the counties that identity numbers can name, the one with the desk first."""
    desk = SET_IN[province.code].main
    found = Area.objects.filter(level=Level.COUNTY).order_by("code").values_list("code", flat=True)
    named = [code for code in found if _is_a_place(code)]
    return sorted(named, key=lambda code: code != desk)[:FAMILIES]


def _is_a_place(code: str) -> bool:
    try:
        _resident(code, 1980, 1, 0)
    except documents.NotADocument:
        return False
    return True


def _enrolled() -> Iterator[Entry]:
    key = credentials.key_of(scope.current().slug)
    rows = Identity.objects.select_related("citizen__area").order_by("citizen_id")
    for row in rows:
        citizen = row.citizen
        person = identities.unseal(key, citizen.reference, bytes(row.sealed))
        kind = documents.kind_of(person.document)
        mail = person.contact if "@" in person.contact else ""
        born = citizen.birth_year
        yield Entry(str(kind), person.document, person.full_name, citizen.area.code, born, mail)
