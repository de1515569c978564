"""The two offices that a province begins with: each can invite others, and nobody is in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provinces.jurisdictions.roles import ADMINISTRATOR, ROLES
from provinces.jurisdictions.services import First, NoUnit
from provinces.jurisdictions.tree import AreaRow
from provinces.jurisdictions.units import spelt, tidied
from provinces.rules.shapes import LANGUAGES, Misshapen, Reader, unfit

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is to be invited: `area` is a division's code, "" for the whole province."""

    full_name: str
    language: str
    role: str
    area: str
    path: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An office of the document, and whom it begins with."""

    unit: str
    officials: tuple[Named, ...]
    path: str


def read(office: Reader) -> Listed:
    """Read an office."""
    unit = office.text("unit")
    try:
        unit = tidied(unit) if unit else ""
    except NoUnit as problem:
        office.refuse("unit", str(problem))
    people = office.objects("officials", _official, "whom it begins with")
    return Listed(unit, people, office.path)


def _official(person: Reader) -> Named:
    name = person.text("full_name")
    if name and (why := unfit(name, LONGEST_NAME)):
        person.refuse("full_name", why)
    area = person.text("area") if person.has("area") else ""
    return Named(
        " ".join(name.split()),
        person.choice("language", LANGUAGES),
        person.choice("role", ROLES),
        area,
        person.path,
    )


def checked(
    listed: Sequence[Listed], areas: Iterable[AreaRow], root: str, faults: list[Misshapen]
) -> tuple[First, ...]:
    """Return whom to invite, where the offices are two that can go on without a command."""
    codes = {each.code for each in areas}
    if len(listed) != 2:
        faults.append(
            Misshapen("offices", f"a province begins with two offices, not {len(listed)}")
        )
    elif spelt(listed[1].unit, [listed[0].unit]) == listed[0].unit:
        faults.append(Misshapen("offices.1.unit", "this is the first office once more"))
    seen: set[str] = set()
    for office in listed:
        if not any(_grants(each, root) for each in office.officials):
            faults.append(
                Misshapen(
                    f"{office.path}.officials",
                    f"one of them is {ADMINISTRATOR.key} of the whole province",
                )
            )
        for each in office.officials:
            if each.area and each.area not in codes:
                faults.append(Misshapen(f"{each.path}.area", f"{each.area} is no division here"))
            if each.full_name.casefold() in seen:
                faults.append(Misshapen(f"{each.path}.full_name", "nobody is named twice"))
            seen.add(each.full_name.casefold())
    return tuple(
        First(each.full_name, each.language, each.area or root, each.role, office.unit)
        for office in listed
        for each in office.officials
    )


def _grants(official: Named, root: str) -> bool:
    return official.role == ADMINISTRATOR.key and official.area in ("", root)
