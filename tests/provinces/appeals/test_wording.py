"""Every step, finding and cause has its words, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from provinces.appeals import wording
from provinces.appeals.models import Category, Channel, Finding, Outcome, Recheck
from provinces.appeals.rechecking import Seen
from provinces.appeals.services.telling import Step
from tests.factories import road


class TestWords:
    @pytest.mark.parametrize(
        ("said", "known"),
        [
            (wording.CATEGORIES, Category.values),
            (wording.CHANNELS, Channel.values),
            (wording.OUTCOMES, ["", *Outcome.values]),
            (wording.RESULTS, ["", *Outcome.values]),
            (wording.RECHECKS, Recheck.values),
            (wording.SEEN, list(Seen)),
            (wording.FINDINGS, Finding.values),
            (wording.STEPS, list(Step)),
        ],
    )
    def test_are_said_of_everything(self, said: dict[str, object], known: list[str]) -> None:
        assert set(said) == set(known)


class TestNotice:
    def test_tells_that_an_appeal_is_no_longer_kept(self, north: object) -> None:
        with translation.override("en"):
            assert wording.notice("filed:appeal:99")[0].startswith("You were told of an appeal")

    def test_tells_of_a_reversal(self, north: object) -> None:
        with translation.override("zh-hans"):
            headline, meaning = wording.notice("reversed:reversal:1")

        assert "有误" in headline
        assert "更正函" in meaning


class TestCause:
    @pytest.mark.parametrize(
        "cause",
        [
            "zone:north/Z@1", "division:110105", "case:1", "contacts:C", "report:manual/R",
            "laboratory:L", "tube:L/1", "issuer:south",
        ],
    )  # fmt: skip
    def test_is_said(self, north: object, cause: str) -> None:
        with translation.override("en"):
            assert wording.cause(cause) != cause

    def test_says_the_number_of_a_report_alone(self) -> None:
        with translation.override("en"):
            assert wording.cause("report:registry/ORDER-7") == "Report ORDER-7"

    def test_names_zones_that_are_known(self, north: object) -> None:
        zone = road.zone()
        known = f"zone:{zone.source}/{zone.reference}@{zone.version}"

        with translation.override("zh-hans"):
            said = wording.causes([known, "zone:north/gone@1", "tube:L/1"])

        assert said[known] == "风险区 某小区"
        assert said["zone:north/gone@1"] == "风险区 north/gone@1"
