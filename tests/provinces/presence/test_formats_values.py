"""Numbers and moments are understood in every way formats write them, and nothing else is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provinces.presence.formats.values import number, seconds
from tests.provinces.presence.samples import NOON


class TestNumber:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            (1, 1.0),
            (1.5, 1.5),
            ("1.5", 1.5),
            (" 1.5 ", 1.5),
            ("-1e3", -1000.0),
            ("inf", float("inf")),
        ],
    )
    def test_is_read(self, written: object, meant: float) -> None:
        assert number(written) == meant

    @pytest.mark.parametrize("written", [None, "", " "])
    def test_may_be_missing(self, written: object) -> None:
        assert number(written) is None

    @pytest.mark.parametrize("written", [True, [], {}, "x", "1_000", "1,5", 10**400])
    def test_is_nothing_else(self, written: object) -> None:
        with pytest.raises(ValueError, match=r".*"):
            number(written)


class TestSeconds:
    @pytest.mark.parametrize(
        "written",
        [
            NOON,
            NOON + 0.9,
            NOON * 1000,
            str(NOON),
            f"{NOON}.5",
            "2022-05-01T12:00:00Z",
            "2022-05-01T12:00:00",
            "2022-05-01 12:00:00.999+00:00",
            " 2022-05-01T20:00:00+08:00 ",
            "20220501T120000Z",
        ],
    )
    def test_are_those_since_the_unix_epoch(self, written: object) -> None:
        assert seconds(written) == NOON

    @pytest.mark.parametrize("written", [None, "", " "])
    def test_may_be_missing(self, written: object) -> None:
        assert seconds(written) is None

    @pytest.mark.parametrize(
        "written",
        [
            "2022-05-01",
            "noon",
            "12:00",
            True,
            [],
            1e300,
            -1e15,
            float("nan"),
            "9999-12-31T23:59:59Z",
        ],
    )
    def test_are_nothing_else(self, written: object) -> None:
        with pytest.raises(ValueError, match=r".*"):
            seconds(written)

    @settings(deadline=None)
    @given(st.datetimes(datetime(1970, 1, 2), datetime(5000, 1, 1)))  # noqa: DTZ001
    def test_agree_with_the_calendar(self, moment: datetime) -> None:
        assert seconds(moment.isoformat()) == moment.replace(tzinfo=UTC).timestamp() // 1
