"""What leaves say, byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.signing.canonical import canonical
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import audit_leaf, feed_leaf, second
from provinces.ledger.wording import WORDING

AT = datetime(2026, 11, 15, 12, 0, 7, 42, tzinfo=timezone(timedelta(hours=8)))


class TestAuditLeaf:
    def test_is_what_the_documentation_says(self) -> None:
        written = audit_leaf(17, "zone.lifted", AT, bytes(31) + b"\x2a")

        assert written == (
            b'{"at":"2026-11-15T04:00:07.000042Z","commitment":"' + b"00" * 31 + b'2a",'
            b'"entry":17,"event":"zone.lifted"}'
        )

    @given(
        st.integers(1, 2**53 - 1),
        st.sampled_from(Event),
        st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        st.binary(min_size=32, max_size=32),
    )
    def test_is_canonical(self, number: int, event: Event, at: datetime, commitment: bytes) -> None:
        said = {
            "at": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "commitment": commitment.hex(),
            "entry": number,
            "event": str(event),
        }

        assert audit_leaf(number, event, at, commitment) == canonical(said)


class TestFeedLeaf:
    def test_is_what_the_documentation_says(self) -> None:
        written = feed_leaf(Kind.ZONE_ENDED, {"reference": "x", "é": [1]}, at=AT, origin="north")

        assert written.decode() == (
            '{"at":"2026-11-15T04:00:07Z","body":{"reference":"x","é":[1]},'
            '"kind":"zone.ended","origin":"north","v":1}'
        )


class TestSecond:
    def test_is_in_utc(self) -> None:
        assert second(AT) == "2026-11-15T04:00:07Z"


class TestKinds:
    @pytest.mark.parametrize("kind", Kind)
    def test_have_a_wording(self, kind: Kind) -> None:
        with translation.override("en"):
            assert str(WORDING[kind])[0].isupper()
