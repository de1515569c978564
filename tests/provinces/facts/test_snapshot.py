"""Snapshots say what the sheets say, and their digests are the sheets' own."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.facts.models import FactSheet
from provinces.facts.schema import BY_NAME, FACTS, Kind
from provinces.facts.snapshot import digest, snapshot

from .crowds import Crowd
from .known import DAY, NOW, facts_of, kept, piece, result


def flat(known: dict[str, Any], group: str = "") -> dict[str, Any]:
    """Return a snapshot's values by the names of their facts, moments as moments."""
    found: dict[str, Any] = {}
    for key, value in known.items():
        name = f"{group}{key}"
        found |= flat(value, f"{name}.") if isinstance(value, dict) else {name: _read(name, value)}
    return found


def _read(name: str, value: Any) -> Any:
    if BY_NAME[name].kind is Kind.MOMENT:
        return _moment(value)
    return [_moment(one) for one in value] if isinstance(value, list) else value


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize("seed", range(2))
class TestCrowd:
    def test_has_snapshots_with_the_sheets_own_digests(self, north: object, seed: int) -> None:
        crowd = Crowd(seed, size=60)
        crowd.assemble()

        made = snapshot(person.pk for person in crowd.people)

        sheets = {sheet.citizen_id: bytes(sheet.digest) for sheet in FactSheet.objects.all()}
        assert len(sheets) > 40
        assert {key: digest(made[key]) for key in sheets} == sheets

    def test_has_snapshots_that_say_what_the_sheets_say(self, north: object, seed: int) -> None:
        crowd = Crowd(seed, size=60)
        crowd.assemble()

        made = snapshot(person.pk for person in crowd.people)

        told = {person.pk: flat(made[person.pk]) for person in crowd.people}
        assert told == {person.pk: kept(person) for person in crowd.people}
        assert {name for known in told.values() for name in known} == {f.name for f in FACTS}


class TestSnapshot:
    def test_of_somebody_unknown_is_empty(self, eve: Citizen) -> None:
        assert snapshot([eve.pk]) == {eve.pk: {}}

    def test_nests_at_the_dots(self, eve: Citizen) -> None:
        told = piece(eve, EvidenceClass.EXPOSED_WORK, happened_at=NOW - DAY)
        result(eve, sampled_at=NOW - DAY)
        facts_of(eve)

        found: dict[str, Any] = snapshot([eve.pk])[eve.pk]

        assert found["work"] == {
            "exposed": {
                "left_work_at": "2026-11-14T04:00:00Z",
                "expires_at": "2027-01-13T04:00:00Z",
                "evidence": told.pk,
            }
        }
        assert found["tests"]["negatives"] == {
            "count": 1,
            "sampled": ["2026-11-14T04:00:00Z"],
            "resulted": ["2026-11-14T07:00:00Z"],
        }


KNOWN: dict[str, Any] = {
    "exposures": {"high": {"left_at": "2026-11-14T05:00:00Z", "minutes": 60, "answered": False}},
    "tests": {"negatives": {"sampled": ["2026-11-14T04:00:00Z", "2026-11-14T05:00:00Z"]}},
}


class TestDigest:
    def test_is_over_names_and_values_in_the_vocabularys_order(self) -> None:
        said = (
            "exposures.high.left_at=1794632400|exposures.high.minutes=60"
            "|exposures.high.answered=false|tests.negatives.sampled=1794628800,1794632400"
        )

        assert digest(KNOWN) == hashlib.sha256(said.encode()).digest()

    def test_does_not_depend_on_the_order_of_keys(self) -> None:
        turned = json.loads(json.dumps(KNOWN, sort_keys=True))

        assert digest(dict(reversed(turned.items()))) == digest(KNOWN)

    def test_tells_what_is_in_no_vocabulary(self) -> None:
        assert digest({**KNOWN, "bank": {"deposit": 1}}) != digest(KNOWN)

    def test_refuses_what_is_no_moment(self) -> None:
        with pytest.raises(ValueError, match="yesterday"):
            digest({"companion": {"last_at": "yesterday"}})

    def test_of_nothing_is_that_of_no_text(self) -> None:
        assert digest({}) == hashlib.sha256(b"").digest()
