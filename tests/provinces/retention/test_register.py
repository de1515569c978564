"""The register has every table of a province, and says how each class ends."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation

from provinces.retention.holdings import NOBODYS, is_reached
from provinces.retention.register import CLASSES, REGISTER, Ending, Kept

# Kept once for the node, in the directory: it names no person.
OF_THE_NODE = {"tenancy.Province", "tenancy.Domain"}


def named() -> list[str]:
    return [label for kept in REGISTER for label in kept.models]


class TestRegister:
    def test_has_every_table(self) -> None:
        tables = {
            model._meta.label
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
        }

        assert tables - OF_THE_NODE == set(named())

    def test_has_a_table_once_but_for_payloads(self) -> None:
        twice = {label for label in named() if named().count(label) > 1}

        assert twice == {"ledger.Payload"}

    def test_has_a_class_once(self) -> None:
        assert len(CLASSES) == len(REGISTER)

    @pytest.mark.parametrize("kept", REGISTER, ids=lambda kept: kept.key)
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_says_all_in_plain_words(self, kept: Kept, language: str) -> None:
        with translation.override(language):
            said = [str(kept.what), str(kept.ground), str(kept.lasts), kept.ends, kept.controller]

        assert all(said)
        assert not any("%(" in each for each in said)

    @pytest.mark.parametrize("kept", REGISTER, ids=lambda kept: kept.key)
    def test_names_what_ends_it(self, kept: Kept) -> None:
        if kept.ending in (Ending.DROPPED, Ending.ERASED):
            module, _, name = kept.by.rpartition(".")

            assert callable(getattr(import_module(module), name))
        else:
            assert kept.ending is Ending.PUBLIC or not kept.is_personal or kept.by

    @pytest.mark.parametrize("kept", REGISTER, ids=lambda kept: kept.key)
    def test_keeps_no_person_for_good(self, kept: Kept) -> None:
        assert kept.ending is not Ending.PUBLIC or not kept.is_personal or kept.key == "offices"


class TestIsReached:
    def test_is_so_for_every_table_of_every_personal_class(self) -> None:
        personal = {label for kept in REGISTER if kept.is_personal for label in kept.models}

        assert {label for label in personal if not is_reached(label)} == set()
        assert set(NOBODYS) <= personal
