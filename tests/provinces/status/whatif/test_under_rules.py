"""A draft rule set says what it comes to once it is in force."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.facts import snapshot
from provinces.facts.models import FactSheet
from provinces.rules import judging, reading
from provinces.rules import queries as rules
from provinces.rules.compiling import NotUnderstood
from provinces.status import whatif
from provinces.tenancy import scope

from . import towns
from .towns import NOW, Town, counted

# Law and draft that ask the same of what is observed.
ALIKE = [("first", "beijing"), ("sichuan", "henan"), ("guangdong", "sichuan")]

COMPANION = {"!": [{"!": [{"var": "companion.last_at"}]}]}


def shipped(name: str, **parameters: Any) -> dict[str, Any]:
    document = copy.deepcopy(rules.shipped(name))
    document["version"] = "draft"
    document["parameters"] |= parameters
    return document


def with_companions(*, resolution: int) -> dict[str, Any]:
    """Return the first rule set with a ground for whoever shared a place with a case."""
    document, other = shipped("first"), rules.shipped("sichuan")
    key = "spatiotemporal_companion"
    ground = next(ground for ground in other["grounds"] if ground["key"] == key)
    cases = [case for case in other["cases"] if list(case["facts"])[:1] == ["companion"]]
    document["grounds"].append({**ground, "when": COMPANION})
    document["cases"] += cases
    document["parameters"]["companion"] = {
        "resolution": resolution,
        "minutes": 5,
        "stay_minutes": 60,
        "lookback_days": 9,
    }
    return document


def judged(document: dict[str, Any]) -> towns.Statuses:
    """Judge everybody's kept facts one by one, in Python."""
    ends_at = NOW + timedelta(days=document["days_in_force"])
    prepared = judging.prepare(reading.read(document), scope.current().zone, ends_at=ends_at)
    facts = snapshot.snapshot(Citizen.objects.values_list("pk", flat=True))
    return {one: judging.judge(prepared, known, NOW).status for one, known in facts.items()}


class TestOfTheSameParameters:
    @pytest.mark.parametrize(("law", "draft"), ALIKE)
    def test_flips_whom_python_judges_otherwise(self, north: object, law: str, draft: str) -> None:
        Town(1, law=law)
        document = shipped(draft)

        found = whatif.rules(document, as_of=NOW)

        flips = towns.flips(towns.read(), judged(document))
        assert counted(found.flips) == flips
        assert flips

    def test_judges_everybody_of_whom_anything_is_known(self, north: object) -> None:
        Town(2)

        found = whatif.rules(shipped("beijing"), as_of=NOW)

        known = set(FactSheet.objects.values_list("pk", flat=True))
        assert found.judged == len(known | towns.decided())

    def test_of_the_law_itself_flips_nobody(self, north: object) -> None:
        Town(3, law="sichuan")

        assert whatif.rules(shipped("sichuan"), as_of=NOW).flips == ()

    def test_counts_by_area_communities_with_their_county(self, north: object) -> None:
        Town(4)
        document = shipped("beijing")

        found = whatif.rules(document, as_of=NOW)

        homes = {pk: code[:6] for pk, code in Citizen.objects.values_list("pk", "area__code")}
        expected = towns.by(homes, towns.read(), judged(document))
        assert {part.key: counted(part.flips) for part in found.by_area} == expected
        assert set(expected) == {"110101", "110102", "110201"}
        assert found.by_area[0].name_en == "Area 110101"

    def test_counts_by_age(self, north: object) -> None:
        Town(5)
        document = shipped("beijing")

        found = whatif.rules(document, as_of=NOW)

        groups = dict(zip(towns.BIRTHS, ["0-13", "14-17", "14-17", "18-59", "18-59", "60+",
                                         "unknown"], strict=True))  # fmt: skip
        ages = {pk: groups[year] for pk, year in Citizen.objects.values_list("pk", "birth_year")}
        expected = towns.by(ages, towns.read(), judged(document))
        assert {part.key: counted(part.flips) for part in found.by_age} == expected
        assert len(expected) == 5
        assert dict(found.people_by_age) == Counter(ages.values())

    def test_takes_a_hold_that_has_ended_for_ended(self, north: object) -> None:
        Town(6)
        later = NOW + timedelta(days=8)

        found = whatif.rules(shipped("first"), as_of=later)

        assert counted(found.flips) == {}
        assert found.judged


class TestOfOtherParameters:
    @pytest.mark.parametrize(
        ("law", "document"),
        [
            ("first", shipped("first", dwell_minutes=1)),
            ("first", shipped("first", dwell_minutes=60)),
            ("sichuan", shipped("first", dwell_minutes=30)),
            ("first", with_companions(resolution=8)),
            ("sichuan", with_companions(resolution=9)),
        ],
        ids=["shorter dwell", "longer dwell", "no companions", "companions", "finer places"],
    )
    def test_flips_who_are_decided_otherwise_once_it_is_in_force(
        self, north: object, law: str, document: dict[str, Any]
    ) -> None:
        Town(14, law=law)
        before = towns.read()

        found = whatif.rules(document, as_of=NOW)

        towns.publish(document, now=NOW)
        towns.walk()
        assert counted(found.flips) == towns.flips(before, towns.read())
        assert found.flips

    def test_finds_companions_where_the_law_asks_for_none(self, north: object) -> None:
        Town(11)
        whom = {"grounds": with_companions(resolution=8)["grounds"][-1:]}
        document = with_companions(resolution=8) | whom

        found = whatif.rules(document, as_of=NOW)

        assert "yellow" in {flip.after for flip in found.flips}


class TestWithoutALaw:
    def test_flips_from_the_default(self, north: object) -> None:
        Town(7)
        ended = NOW + timedelta(days=91)

        found = whatif.rules(shipped("first"), as_of=ended)

        assert {flip.before for flip in found.flips} <= {"green"}


class TestRefusal:
    def test_of_what_cannot_be_compiled(self, north: object) -> None:
        document = shipped("first")
        document["grounds"][0]["when"] = {"var": "bank.deposit"}

        with pytest.raises(NotUnderstood, match=r"bank\.deposit"):
            whatif.rules(document, as_of=NOW)
