"""The settings of signing in are checked when the project starts."""

from __future__ import annotations

import importlib
from typing import Any

from django.core.checks import run_checks

from core.config.settings import dev
from provinces.accounts import checks


class TestCounts:
    def test_hold_for_all_processes_as_it_is(self) -> None:
        assert checks.counts_hold_for_all_processes() == []

    def test_of_one_process_stop_the_project(self, settings: Any) -> None:
        settings.CACHES = {"default": settings.CACHES["process"]}

        assert "accounts.E001" in [found.id for found in run_checks()]


class TestOfficials:
    def test_need_an_authenticator_in_production_alone(self) -> None:
        prod = importlib.import_module("core.config.settings.prod")

        assert prod.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS
        assert not dev.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS

    def test_without_one_are_warned_of(self, settings: Any) -> None:
        settings.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS = False

        warned = run_checks(include_deployment_checks=True)

        assert "accounts.W001" in [found.id for found in warned]

    def test_with_one_are_not(self, settings: Any) -> None:
        settings.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS = True

        assert checks.officials_need_an_authenticator() == []
