"""How many live and work in each county of the sample, and where its largest town lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shapely import Point
from shapely.ops import nearest_points

from core.cells.geojson import read_area
from sample.boundaries import outline
from sample.divisions import Division, counties_of
from sample.plan import HEBEI, PROVINCES, SampleProvince
from sample.population.plane import METRES_A_DEGREE
from sample.population.settlements import County

# Millions of residents, roughly as counted in 2020.
PEOPLE = {
    "110101": 0.71, "110102": 1.11, "110105": 3.45, "110106": 2.02, "110107": 0.57,
    "110108": 3.13, "110109": 0.39, "110111": 1.31, "110112": 1.84, "110113": 1.32,
    "110114": 2.27, "110115": 1.99, "110116": 0.44, "110117": 0.46, "110118": 0.53,
    "110119": 0.35,
    "120101": 0.36, "120102": 0.86, "120103": 0.82, "120104": 0.89, "120105": 0.65,
    "120106": 0.48, "120110": 0.86, "120111": 1.20, "120112": 0.93, "120113": 0.91,
    "120114": 1.15, "120115": 0.72, "120116": 2.07, "120117": 0.40, "120118": 0.79,
    "120119": 0.80,
    "130681": 0.67, "131002": 0.55, "131003": 0.62, "131022": 0.60, "131024": 0.44,
    "131028": 0.19, "131081": 0.74, "131082": 0.97,
}  # fmt: skip
# The rest of Hebei by kind of county.
PEOPLE_BY_KIND = {"区": 0.42, "市": 0.52, "县": 0.37}

# Who lives on the sample's borders is what it is about: three times as likely to be in it.
ALONG_THE_BORDER = {"130681", "131002", "131003", "131022", "131024", "131028", "131081", "131082"}
BORDER_SHARE = 3.0

# Jobs for each resident, where a county is a centre of work or a place to sleep; else 1.
JOBS = {
    "110101": 1.7, "110102": 1.8, "110105": 1.5, "110108": 1.4, "110112": 0.7, "110114": 0.7,
    "110115": 1.1, "120101": 1.8, "120103": 1.3, "120116": 1.2, "131082": 1.2, "131002": 1.2,
    "131003": 1.6, "120114": 0.8,
}  # fmt: skip

# The largest town, WGS84, where it is not about in the middle: so Sanhe's is Yanjiao, at the
# border of Beijing.
SEATS = {
    "110101": (39.917, 116.416), "110102": (39.912, 116.366), "110105": (39.908, 116.457),
    "110106": (39.858, 116.287), "110108": (39.983, 116.316), "110111": (39.748, 116.143),
    "110112": (39.907, 116.656), "110113": (40.130, 116.655), "110114": (40.070, 116.340),
    "110115": (39.795, 116.506), "110116": (40.316, 116.632), "110117": (40.141, 117.121),
    "110118": (40.377, 116.843), "110119": (40.457, 115.975), "120114": (39.384, 117.044),
    "120116": (39.017, 117.660), "120119": (40.046, 117.408), "131003": (39.523, 116.705),
    "131022": (39.438, 116.299), "131024": (39.761, 117.007), "131028": (39.886, 116.989),
    "131082": (39.946, 116.819), "130681": (39.485, 115.974), "131002": (39.505, 116.690),
    "131081": (39.117, 116.392),
}  # fmt: skip


# Counties with a town right at a provincial border, and the county beyond it that it faces.
FACING = {
    "110112": "131082", "110117": "120119", "110115": "131003", "120114": "131003",
    "120119": "131082", "120117": "130229", "131082": "110112", "131003": "110115",
    "131024": "120114", "131002": "120114", "131022": "110115", "130229": "120115",
}  # fmt: skip
FROM_THE_BORDER_M = 450.0


def counties() -> list[County]:
    """Return the counties of all three provinces, with the outlines in WGS84."""
    found = {c.code: c for province in PROVINCES for c in _of_province(province)}
    for code, beyond in FACING.items():
        found[code] = replace(found[code], border_town=_border_town(found[code], found[beyond]))
    return list(found.values())


def _border_town(county: County, beyond: County) -> tuple[float, float]:
    """Return a place just inside a county, where it comes closest to a seat beyond."""
    x, y = beyond.seat[1], beyond.seat[0]
    inner = county.shape.buffer(-FROM_THE_BORDER_M / METRES_A_DEGREE)
    nearest, _ = nearest_points(inner, Point(x, y))
    return float(nearest.y), float(nearest.x)


def _of_province(province: SampleProvince) -> Iterator[County]:
    divisions = counties_of(province.code)
    people = {division.code: _people_in(division, province) for division in divisions}
    everybody = sum(people.values())
    for division in divisions:
        shape = read_area(outline(division))
        middle = shape.representative_point()
        share = people[division.code] / everybody * province.share
        yield County(
            code=division.code,
            province=province.code,
            shape=shape,
            seat=SEATS.get(division.code, (middle.y, middle.x)),
            people=share,
            jobs=share * JOBS.get(division.code, 1.0),
        )


def _people_in(division: Division, province: SampleProvince) -> float:
    found = PEOPLE.get(division.code) or PEOPLE_BY_KIND[division.name_zh[-1]]
    stressed = province is HEBEI and division.code in ALONG_THE_BORDER
    return found * BORDER_SHARE if stressed else found
