"""Fact sheets for the benchmark: about everybody something is known, about most little.

Seeded. Nothing happens in the future, and times are whole minutes, as on any sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.periods import epoch_minute

SEED = 23
NULL = r"\N"
DAY = 24 * 60
# Of so many days before, at most, is each kind of thing.
LAST_DAYS = 14
# How many people in a hundred have it on their sheet.
SHARES = {"high": 8, "medium": 15, "close": 3, "positive": 2, "overseas": 3, "vaccination": 85}
# Of a hundred contacts and arrivals so many are released, or leave, before the days are over.
ENDED = 20
MOST_NEGATIVES = 4
RESULT_MINUTES = 8 * 60
EVIDENCE_DAYS = 21
AT_ONCE = 100_000

Texts = NDArray[np.str_]
Minutes = NDArray[np.int64]


def load(count: int, *, as_of: datetime) -> None:
    """Put so many sheets into the province in scope, which has none."""
    for first in range(0, count, AT_ONCE):
        some = Sheets(min(AT_ONCE, count - first), first, as_of)
        with connection.cursor() as cursor:
            names = ", ".join(["citizen_id", *some.columns, "digest"])
            with cursor.cursor.copy(f"COPY facts_factsheet ({names}) FROM STDIN") as stream:
                stream.write("".join(some.lines()))


class Sheets:
    """Some citizens' sheets, as columns of COPY's text format."""

    def __init__(self, count: int, first: int, as_of: datetime) -> None:
        self.rng = np.random.default_rng([SEED, first])
        self.count, self.first = count, first
        self.now = epoch_minute(as_of)
        self.columns: dict[str, Texts] = {}
        for level in ("high", "medium"):
            self._exposed(level)
        self._contacts()
        self._arrivals()
        self._positive()
        self._negative()
        self._vaccinated()

    def lines(self) -> Iterator[str]:
        """Yield each citizen's line; what stands for the digest of the facts is one of the line."""
        columns = [column.tolist() for column in self.columns.values()]
        for number, row in enumerate(zip(*columns, strict=True), self.first + 1):
            told = "\t".join(row)
            digest = hashlib.sha256(told.encode()).hexdigest()
            yield f"{number}\t{told}\t\\\\x{digest}\n"

    def _exposed(self, level: str) -> None:
        has, group = self._some(SHARES[level]), f"exposures_{level}"
        self._put(f"{group}_left_at", moments(self._lately()), has)
        self._put(f"{group}_minutes", self._numbers(10, 600), has)
        self._put(f"{group}_answered", np.full(self.count, "f"), has)
        self._put(f"{group}_zone", self._numbers(1, 2000), has)

    def _contacts(self) -> None:
        has, group = self._some(SHARES["close"]), "contacts_close"
        at = self._lately()
        self._put(f"{group}_last_contact_at", moments(at), has)
        self._put(f"{group}_released_at", moments(self._after(at)), has & self._some(ENDED))
        self._put(f"{group}_expires_at", moments(at + EVIDENCE_DAYS * DAY), has)
        self._put(f"{group}_evidence", self._numbers(1, 2**40), has)

    def _arrivals(self) -> None:
        has, group = self._some(SHARES["overseas"]), "arrivals_overseas"
        at = self._lately()
        told = self.rng.integers(0, 3, self.count)
        self._put(f"{group}_entered_at", moments(at), has)
        self._put(f"{group}_left_at", moments(self._after(at)), has & self._some(ENDED))
        self._put(f"{group}_country", self.rng.choice(["MO", "SG", "JP"], self.count), has)
        self._put(f"{group}_bound_elsewhere", np.where(told == 1, "t", "f"), has & (told > 0))
        self._put(f"{group}_expires_at", moments(at + EVIDENCE_DAYS * DAY), has)
        self._put(f"{group}_evidence", self._numbers(1, 2**40), has)

    def _positive(self) -> None:
        has, at = self._some(SHARES["positive"]), self._lately() - RESULT_MINUTES
        self._put("tests_positive_sampled_at", moments(at), has)
        self._put("tests_positive_resulted_at", moments(at + RESULT_MINUTES), has)
        self._put("tests_positive_pooled", np.full(self.count, "f"), has)
        self._put("tests_positive_result", self._numbers(1, 2**40), has)

    def _negative(self) -> None:
        number = self.rng.integers(0, MOST_NEGATIVES + 1, self.count)
        at = np.sort(self.now - self.rng.integers(DAY, LAST_DAYS * DAY, (self.count, 4)), axis=1)
        last, before, has = at[:, -1], at[:, -2], number > 0
        self._put("tests_negative_sampled_at", moments(last), has)
        self._put("tests_negative_resulted_at", moments(last + RESULT_MINUTES), has)
        self._put("tests_negative_result", self._numbers(1, 2**40), has)
        self._put("tests_negatives_count", number.astype(str), has)
        self._put("tests_negatives_gap_hours", ((last - before) // 60).astype(str), number > 1)
        self._put("tests_negatives_sampled", lists(at, number), has)
        self._put("tests_negatives_resulted", lists(at + RESULT_MINUTES, number), has)

    def _vaccinated(self) -> None:
        has = self._some(SHARES["vaccination"])
        self._put("vaccination_doses", self._numbers(1, 4), has)
        given = self.now - self.rng.integers(DAY, 300 * DAY, self.count)
        self._put("vaccination_last_at", moments(given), has)

    def _put(self, column: str, texts: Texts, has: NDArray[np.bool_]) -> None:
        self.columns[column] = np.where(has, texts, NULL)

    def _some(self, in_hundred: int) -> NDArray[np.bool_]:
        return self.rng.random(self.count) * 100 < in_hundred

    def _lately(self) -> Minutes:
        return self.now - self.rng.integers(0, LAST_DAYS * DAY, self.count)

    def _after(self, at: Minutes) -> Minutes:
        return np.minimum(at + self.rng.integers(0, 5 * DAY, self.count), self.now)

    def _numbers(self, low: int, high: int) -> Texts:
        return self.rng.integers(low, high, self.count).astype(str)


def moments(minutes: Minutes) -> Texts:
    """Write minutes since the epoch as moments."""
    return np.char.add(np.datetime_as_string(minutes.astype("datetime64[m]")), ":00Z")


def lists(minutes: Minutes, number: NDArray[np.int64]) -> Texts:
    """Write the last so many minutes of each row as a list of moments."""
    width = minutes.shape[1]
    texts = moments(minutes)
    found = np.full(len(number), "{}", dtype=f"U{width * 21 + 2}")
    for size in range(1, width + 1):
        rows = number == size
        listed = texts[rows, width - size]
        for place in range(width - size + 1, width):
            listed = np.char.add(np.char.add(listed, ","), texts[rows, place])
        found[rows] = np.char.add(np.char.add("{", listed), "}")
    return found
