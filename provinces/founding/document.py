"""The document that a province is set up from, read whole: every fault of it by its path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.cells.datum import Datum
from core.cells.ranges import Ranges
from provinces.founding import ground, offices
from provinces.founding.ground import Division
from provinces.jurisdictions.services import First
from provinces.jurisdictions.tree import AreaRow, MisplacedArea, in_order
from provinces.rules.shapes import Misshapen, Reader, unfit
from provinces.tenancy import services as tenancy

FORMAT = "concord-province/1"
LEVELS = {"province": 1, "prefecture": 2, "county": 3, "community": 4}
# As many characters as the tables hold.
CONTROLLER = {
    "name_zh": 120, "name_en": 120, "address_zh": 200, "address_en": 200, "contact": 120,
}  # fmt: skip
LONGEST_NAME, LONGEST_PROVINCE = 80, 60


class Refused(ValueError):
    """The document is no province; `faults` says what is wrong, each with its path."""

    def __init__(self, faults: Iterable[Misshapen]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Plan:
    """A province as it is to be: its areas, whose cells by division code, and its first offices."""

    slug: str
    areas: tuple[AreaRow, ...]
    territories: dict[str, Ranges]
    controller: dict[str, str]
    officials: tuple[First, ...]

    @property
    def province(self) -> AreaRow:
        return next(each for each in self.areas if each.parent is None)


def read(value: Any) -> Plan:
    """Return the province that a document describes; raises Refused with all that is wrong."""
    faults: list[Misshapen] = []
    reader = Reader(value, "", faults)
    reader.choice("format", [FORMAT])
    slug = _slug(reader)
    datum = reader.choice("datum", [str(each) for each in Datum])
    divisions = _divisions(reader)
    controller = _controller(reader)
    listed = reader.objects("offices", offices.read, "two offices")
    reader.close()
    if faults:
        raise Refused(faults)
    root = _root(divisions, faults)
    officials = offices.checked(listed, [each.row for each in divisions], root, faults)
    territories = ground.territories(divisions, datum, faults)
    if faults:
        raise Refused(faults)
    rows = tuple(in_order((each.row for each in divisions), {}))
    return Plan(slug, rows, territories, controller, officials)


def _slug(reader: Reader) -> str:
    slug = reader.text("slug")
    if slug and (why := tenancy.fault_of(slug)):
        reader.refuse("slug", why)
    return slug


def _controller(reader: Reader) -> dict[str, str]:
    within = reader.object("controller")
    said = {key: sized(within, key, most) for key, most in CONTROLLER.items()}
    within.close()
    return said


def _divisions(reader: Reader) -> list[Division]:
    within = reader.object("divisions")
    within.choice("type", ["FeatureCollection"])
    found = within.objects("features", _division, "the province and its divisions")
    within.close()
    return list(found)


def _division(feature: Reader) -> Division:
    feature.choice("type", ["Feature"])
    geometry = feature.anything("geometry")
    said = feature.object("properties")
    level = LEVELS[said.choice("level", LEVELS)]
    parent = said.text("parent") if said.has("parent") else None
    most = LONGEST_PROVINCE if level == 1 else LONGEST_NAME
    row = AreaRow(
        said.text("code"), parent, level, sized(said, "name_zh", most), sized(said, "name_en", most)
    )
    said.close()
    return Division(row, geometry, feature.path)


def sized(reader: Reader, key: str, most: int) -> str:
    """Return a text of so many characters at most."""
    found = reader.text(key)
    if found and (why := unfit(found, most)):
        reader.refuse(key, why)
    return found.strip()


def _root(divisions: Sequence[Division], faults: list[Misshapen]) -> str:
    """Return the province's own code, where all divisions hang together."""
    try:
        ordered = in_order((each.row for each in divisions), {})
    except MisplacedArea as problem:
        raise Refused([*faults, Misshapen("divisions.features", str(problem))]) from None
    return ordered[0].code
