"""The vocabulary: every fact has a column, comes from one place, and is told in both languages."""

from __future__ import annotations

import pytest
from django.db import models

from provinces.evidence.classes import EvidenceClass
from provinces.facts.models import FactSheet
from provinces.facts.schema import BY_NAME, COMPARABLE, FACTS, GROUP_OF, Fact, Kind, Source
from provinces.facts.sheets import PARTS


class TestVocabulary:
    def test_names_every_fact_once(self) -> None:
        assert len(BY_NAME) == len(FACTS) == len({fact.column for fact in FACTS})

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_calls_no_two_facts_the_same(self, language: str) -> None:
        assert len({getattr(fact.meaning, language) for fact in FACTS}) == len(FACTS)

    def test_is_what_the_sheet_has_columns_for(self) -> None:
        own = {"citizen", "due_at", "digest"}

        columns = {field.name for field in FactSheet._meta.get_fields()} - own

        assert columns == {fact.column for fact in FACTS}

    def test_comes_from_parts_in_its_order(self) -> None:
        assert [fact for part in PARTS for fact in part.facts] == list(FACTS)

    def test_has_a_group_for_every_class_of_evidence(self) -> None:
        assert GROUP_OF.keys() == set(EvidenceClass)

    def test_rests_on_every_source(self) -> None:
        assert {fact.source for fact in FACTS} == set(Source)

    def test_tells_of_evidence_when_it_expires_and_which_it_is(self) -> None:
        told = {(fact.source, fact.field) for fact in FACTS}

        assert {(Source(of), field) for of in EvidenceClass
                for field in ("expires_at", "evidence")} <= told  # fmt: skip


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
class TestFact:
    def test_is_told_in_both_languages(self, fact: Fact) -> None:
        assert fact.meaning.zh
        assert fact.meaning.en
        assert fact.keep_days > 0

    def test_may_be_unknown(self, fact: Fact) -> None:
        field = FactSheet._meta.get_field(fact.column)

        assert isinstance(field, models.Field)
        assert field.null


class TestKind:
    def test_of_provenance_and_lists_is_not_for_conditions(self) -> None:
        assert set(Kind) - COMPARABLE == {Kind.ZONE, Kind.REFERENCE, Kind.MOMENTS}
