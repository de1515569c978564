"""What a comparison found, as pages tell it: by area, by age, on a map, and how uneven that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions import queries as jurisdictions
from provinces.status import wording

from . import area_maps

FEW = _("fewer than 10")
WITHHELD = _("not told, lest a smaller one be worked out")
AGES = {
    "0-13": _("Below 14"),
    "14-17": _("14 to 17"),
    "18-59": _("18 to 59"),
    "60+": _("60 and above"),
    "unknown": _("Not known"),
}
PREFECTURE = 4  # so many digits of a county's code are its prefecture's


def count(given: Any) -> Any:
    """Return a count in words: a number, or why there is none."""
    if isinstance(given, int):
        return f"{given:,}"
    return FEW if given == "fewer_than_10" else WITHHELD


def line(flip: Mapping[str, Any], before: Any, after: Any) -> dict[str, Any]:
    """Return how many go from one status to another; `before` and `after` are the rule sets."""
    was, would_be = wording.status(before, flip["from"]), wording.status(after, flip["to"])
    number = flip["count"] if isinstance(flip["count"], int) else None
    return {
        "before": was,
        "after": would_be,
        "words": f"{was.name} → {would_be.name}",
        "number": number,
        "count": count(flip["count"]),
    }


def by_area(shown: Mapping[str, Any], before: Any, after: Any) -> list[dict[str, Any]]:
    """Return the rows of each county, with its prefecture's name before its own."""
    found = shown["by_area"]
    above = _prefectures() if found else {}
    return [
        {
            "code": one["key"],
            "name": _named(one, above.get(one["key"][:PREFECTURE], "")),
            "lines": [line(flip, before, after) for flip in one["flips"]],
        }
        for one in found
    ]


def by_age(shown: Mapping[str, Any], before: Any, after: Any) -> list[dict[str, Any]]:
    """Return the rows of each age group, with what share of the group and of all people it is."""
    people: Mapping[str, Any] = shown.get("people_by_age", {})
    everybody = {(one["from"], one["to"]): one["count"] for one in shown["flips"]}
    rows = []
    for one in shown["by_age"]:
        lines = []
        for flip in one["flips"]:
            share = _share(flip["count"], people.get(one["key"]))
            of_all = _share(everybody.get((flip["from"], flip["to"])), shown.get("people"))
            lines.append({**line(flip, before, after), **_skew(share, of_all)})
        rows.append({"name": AGES[one["key"]], "lines": lines})
    return rows


def on_map(rows: Sequence[Mapping[str, Any]]) -> area_maps.AreaMap | None:
    """Return the map of the rows of counties: how many people's statuses would be other ones."""
    counted = []
    for row in rows:
        numbers = [one["number"] for one in row["lines"]]
        told = [number for number in numbers if number is not None]
        counted.append(
            area_maps.Count(
                row["code"], row["name"], sum(told) if told else None, len(told) < len(numbers)
            )
        )
    return area_maps.of(counted)


def _share(part: Any, whole: Any) -> float | None:
    """Return a share where both counts are told."""
    are_told = isinstance(part, int) and isinstance(whole, int)
    return part / whole if are_told and whole else None


def _skew(share: float | None, of_all: float | None) -> dict[str, str]:
    if share is None:
        return {"share": "", "times": ""}
    return {
        "share": f"{share:.2%}" if share < 0.1 else f"{share:.0%}",
        "times": f"{share / of_all:.1f}" if of_all else "",
    }


def _named(part: Mapping[str, Any], above: str) -> str:
    own = part.get("name_zh") if _is_chinese() else part.get("name_en")
    return f"{above} · {own}" if above and above != own else str(own)


def _prefectures() -> dict[str, str]:
    """Return what the prefectures are called, by what their counties' codes begin with."""
    is_chinese = _is_chinese()
    return {
        area.code[:PREFECTURE]: area.name_zh if is_chinese else area.name_en
        for area in jurisdictions.prefectures()
    }


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
