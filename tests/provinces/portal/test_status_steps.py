"""What a citizen's page says of how the status was worked out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.status import pipeline
from tests import cast
from tests.factories import evidence, road
from tests.pages import address, reader, words

NOW = cast.NOW


def contact(citizen: Citizen) -> None:
    """Let somebody be a close contact of yesterday, under rules with two phases."""
    publishing.publish(rules.shipped("hebei"), now=NOW - timedelta(days=30))
    evidence.recorded(citizen, EvidenceClass.CLOSE_CONTACT, expires_at=NOW + timedelta(days=20))
    pipeline.drain(now=NOW)


def page(citizen: Citizen, language: str = "en") -> str:
    return words(reader(citizen.user, language).get(address("portal:status")))


class TestSteps:
    def test_tell_condition_anchor_phases_piece_and_rule(self, eve: Citizen) -> None:
        contact(eve)

        said = page(eve)

        assert "How this was worked out Show every step" in said
        assert "“Close contact: when the last contact was”: known This is so." in said
        assert "14 November 2026, 12:00" in said
        assert (
            "Red 14 November 2026, 12:00 to 21 November 2026, 12:00: its days are over then" in said
        )
        assert "Close contact no." in said
        assert "From a register" in said
        assert "Rule Rules after Hebei 2026-1" in said

    def test_tell_which_grounds_do_not_hold(self, eve: Citizen) -> None:
        contact(eve)

        said = page(eve)

        assert "Rules that were looked at and do not apply to you" in said
        assert "Nothing of this is known." in said

    def test_say_that_no_ground_holds(self, eve: Citizen) -> None:
        road.first_ruleset()

        assert "No ground holds, so the status is: Green." in page(eve)

    def test_are_closed_and_hold_no_json(self, eve: Citizen) -> None:
        contact(eve)

        shown = reader(eve.user).get(address("portal:status")).content.decode()

        assert '<details class="govuk-details">' in shown
        assert '{"' not in shown
        assert "&quot;var&quot;" not in shown

    def test_lead_to_the_rule_as_it_is_published(self, eve: Citizen) -> None:
        contact(eve)
        ruleset = rules.in_force(NOW)
        assert ruleset is not None

        shown = reader(eve.user).get(address("portal:status")).content.decode()

        at = address("portal:ruleset", ruleset.name, ruleset.version)
        assert f'href="{at}#ground-close_contact"' in shown

    def test_say_that_something_is_yet_to_be_decided(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        contact(eve)
        assert "Something has just changed." not in page(eve)

        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=7))

        assert "Something has just changed." in page(eve)

    def test_are_left_out_where_no_rules_are_in_force(self, eve: Citizen) -> None:
        assert "How this was worked out" not in page(eve)
