"""Two provinces make the same names, and nobody else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.signing import pseudonyms
from core.signing.sealing import SealingKey

NORTH, SOUTH, EAST = (SealingKey(name * 32) for name in (b"n", b"s", b"e"))
PAIR = pseudonyms.pair_key(NORTH, SOUTH.public, ("north", "south"))
DOCUMENT = "110101199003070016"


class TestPairKey:
    def test_is_the_same_on_both_sides(self) -> None:
        assert pseudonyms.pair_key(SOUTH, NORTH.public, ("south", "north")) == PAIR
        assert pseudonyms.pair_key(SOUTH, NORTH.public, ("north", "south")) == PAIR

    def test_is_another_for_every_pair(self) -> None:
        assert pseudonyms.pair_key(NORTH, EAST.public, ("north", "east")) != PAIR
        assert pseudonyms.pair_key(NORTH, SOUTH.public, ("north", "east")) != PAIR

    @pytest.mark.parametrize("names", [("north", "north"), ("", "north"), ("north", "so\nuth")])
    def test_refuses_what_is_no_pair(self, names: tuple[str, str]) -> None:
        with pytest.raises(ValueError, match="two different names"):
            pseudonyms.pair_key(NORTH, SOUTH.public, names)


class TestPseudonym:
    def test_is_short_enough_to_be_a_name(self) -> None:
        made = pseudonyms.pseudonym(PAIR, DOCUMENT, "2026-11")

        assert len(made) == 52
        assert made.isalnum()
        assert made == made.lower()

    def test_stays_as_it_was_first_made(self) -> None:
        # Both sides must make it for ever: a change of how would part them.
        assert (
            pseudonyms.pseudonym(b"p" * 32, DOCUMENT, "2026-11")
            == "fqbpkytmituj3ertnpwgcgnptomjlgiidqxtjv44jdinm6kb6ffa"
        )

    def test_is_another_for_every_month_person_and_pair(self) -> None:
        made = {
            pseudonyms.pseudonym(key, document, epoch)
            for key in (PAIR, b"p" * 32)
            for document in (DOCUMENT, DOCUMENT[:-1] + "7")
            for epoch in ("2026-11", "2026-12")
        }

        assert len(made) == 8

    @pytest.mark.parametrize("epoch", ["", "2026", "2026-13", "2026-1", "2026-11\n"])
    def test_refuses_what_is_no_month(self, epoch: str) -> None:
        with pytest.raises(ValueError, match="not a month"):
            pseudonyms.pseudonym(PAIR, DOCUMENT, epoch)


class TestEpochOf:
    def test_is_the_month_in_utc(self) -> None:
        shanghai = timezone(timedelta(hours=8))

        assert pseudonyms.epoch_of(datetime(2026, 12, 1, 7, 59, tzinfo=shanghai)) == "2026-11"
        assert pseudonyms.epoch_of(datetime(2026, 12, 1, tzinfo=UTC)) == "2026-12"

    def test_refuses_a_time_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            pseudonyms.epoch_of(datetime(2026, 12, 1))  # noqa: DTZ001
