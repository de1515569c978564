"""The zones of the sample: where they lie, how grave they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np
from shapely import contains_xy

from core.cells.lookup import centres
from core.cells.ranges import Ranges
from core.cells.snapping import snap
from provinces.zones.models import Level, Unit
from sample.population.plane import Numbers, distance_m, moved
from sample.population.settlements import County, Places, Region

CORNERS = 18
# How uneven a drawn outline is, around a circle.
UNEVEN = 0.18
# Phones of people so many radii away may be taken to be in a zone.
SURROUNDINGS = 1.6


class Fate(Enum):
    """What becomes of a zone after it was declared."""

    SIGNED = auto()
    LIFTED = auto()
    REVISED = auto()
    AWAITING = auto()


@dataclass(frozen=True, slots=True)
class Scene:
    """A zone of a province's story.

    It is drawn around one of the county's `places`: the one around which, of all that the
    province has of the kind, about `share` lies within and nearby. Days count from today:
    `[starts, ends)`.
    """

    place: str
    places: str
    name_zh: str
    name_en: str
    level: Level
    unit: Unit
    radius_m: float
    starts: int
    ends: int
    fate: Fate = Fate.SIGNED
    share: float = 0.0009
    crosses: str = ""


COMPOUND, VILLAGE, VENUE, AREA = Unit.COMPOUND, Unit.VILLAGE, Unit.VENUE, Unit.OTHER_AREA
HIGH, MEDIUM = Level.HIGH, Level.MEDIUM

HEPINGLI = ("和平里小区", "Hepingli compound")
XIANGYANG = ("向阳家园", "Xiangyang Jiayuan compound")
WENHUA = ("文化小区", "Wenhua compound")
NANYUAN = ("南苑小区", "Nanyuan compound")
QINGHE = ("清河家园", "Qinghe Jiayuan compound")
XINCHENG = ("新城家园", "Xincheng Jiayuan compound")
CHUANGXIN = ("创新园区", "Chuangxin business park")
WANJIA = ("万家购物中心", "Wanjia shopping centre")
MINZHU = ("民主街区", "Minzhu blocks")
HEDONG = ("河东村", "Hedong village")
JIEPAI = ("界牌村", "Jiepai village")
SHANQIAN = ("山前片区", "Shanqian district")


@dataclass(frozen=True, slots=True)
class Counties:
    """The counties a province's story is set in, by code.

    Beyond `border` lies the province `neighbour`, beyond `far_border` `far_neighbour`; `remote`
    has room for a large zone.
    """

    main: str
    second: str
    border: str
    neighbour: str
    far_border: str
    far_neighbour: str
    remote: str


SET_IN = {  # by the province's code
    "110000": Counties("110105", "110108", "110112", "130000", "110117", "120000", "110116"),
    "120000": Counties("120104", "120116", "120114", "130000", "120119", "130000", "120118"),
    "130000": Counties("131003", "130108", "131082", "110000", "131002", "120000", "130229"),
}


def scenes_of(province: str) -> tuple[Scene, ...]:
    """Return the scenes of a province's story, by its code."""
    c = SET_IN[province]
    return (*_in_main(c), *_in_second(c), *_along_the_border(c))


def _in_main(c: Counties) -> tuple[Scene, ...]:
    return (
        Scene(c.main, "homes", *HEPINGLI, HIGH, COMPOUND, 300, -6, 8),
        Scene(c.main, "homes", *XIANGYANG, MEDIUM, COMPOUND, 220, -5, 5),
        Scene(c.main, "workplaces", *CHUANGXIN, MEDIUM, VENUE, 260, -3, 4),
        Scene(c.main, "venues", *WANJIA, HIGH, VENUE, 240, -5, -4),
        Scene(c.main, "homes", *WENHUA, HIGH, COMPOUND, 260, -2, 12, Fate.AWAITING),
    )


def _in_second(c: Counties) -> tuple[Scene, ...]:
    return (
        Scene(c.second, "homes", *NANYUAN, HIGH, COMPOUND, 280, -4, 10),
        Scene(c.second, "homes", *QINGHE, MEDIUM, COMPOUND, 320, -8, 6, Fate.REVISED),
        Scene(c.second, "homes", *MINZHU, MEDIUM, Unit.STREET, 350, -9, 5, Fate.LIFTED),
        Scene(c.remote, "homes", *SHANQIAN, MEDIUM, AREA, 3_500, -3, 11, share=0.0),
    )


def _along_the_border(c: Counties) -> tuple[Scene, ...]:
    beyond, far = c.neighbour, c.far_neighbour
    return (
        Scene(c.border, "homes", *HEDONG, HIGH, VILLAGE, 700, -5, 9, crosses=beyond),
        Scene(c.far_border, "homes", *JIEPAI, MEDIUM, VILLAGE, 900, -6, 6, crosses=far),
        Scene(c.border, "homes", *XINCHENG, MEDIUM, COMPOUND, 300, -10, -3),
    )


class Stage:
    """Finds the places of scenes in a region, no place twice, and draws zones around them."""

    def __init__(self, region: Region, territories: Mapping[str, Ranges], seed: int) -> None:
        self._region = region
        self._territories = territories
        self._rng = np.random.default_rng([seed, 4])
        self._taken: set[tuple[str, int]] = set()

    def outline(self, scene: Scene) -> dict[str, Any]:
        """Return where a scene's zone lies, as a GeoJSON polygon in WGS84."""
        places: Places = getattr(self._region, scene.places)
        codes = np.array([county.code for county in self._region.counties])
        in_county = np.flatnonzero(codes[places.county] == scene.place)
        free = [row for row in in_county if (scene.places, int(row)) not in self._taken]
        for row in self._by_share(places, np.array(free), scene):
            drawn = self._drawn(places.lat[row], places.lon[row], scene.radius_m)
            if self._is_declarable(drawn, scene, self._region.counties[places.county[row]]):
                self._taken.add((scene.places, int(row)))
                return drawn
        raise LookupError(f"no place in {scene.place} for {scene.name_en}")

    def _by_share(self, places: Places, rows: Numbers, scene: Scene) -> Numbers:
        """Return places by how close to the scene's share all of the kind around them come."""
        owners = np.array([county.province for county in self._region.counties])[places.county]
        of_province = places.weight[owners == owners[rows[0]]].sum()
        apart = distance_m(places.lat[rows, None], places.lon[rows, None], places.lat, places.lon)
        around = np.where(apart < SURROUNDINGS * scene.radius_m, places.weight, 0.0).sum(axis=1)
        return rows[np.argsort(np.abs(around / of_province - scene.share))]

    def _is_declarable(self, drawn: dict[str, Any], scene: Scene, county: County) -> bool:
        """Tell whether a zone keeps to its county, but for a border that it is to cross."""
        cells = snap(drawn)
        lat, lon = centres((cells & self._territories[county.province]).to_array())
        if not contains_xy(county.shape, lon, lat).all():
            return False
        return not scene.crosses or bool(cells & self._territories[scene.crosses])

    def _drawn(self, lat: float, lon: float, radius_m: float) -> dict[str, Any]:
        angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        away = radius_m * (1 + UNEVEN * self._rng.uniform(-1, 1, CORNERS))
        lats, lons = moved(
            np.full(CORNERS, lat), np.full(CORNERS, lon), away * np.cos(angle), away * np.sin(angle)
        )
        ring = [[float(x), float(y)] for x, y in zip(lons.round(6), lats.round(6), strict=True)]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
