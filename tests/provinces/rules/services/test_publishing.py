"""Publishing a rule set to set a province up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.ledger import queries as ledger
from provinces.rules import gate, queries, services
from provinces.rules.labels import digest_of
from provinces.rules.models import Ruleset
from provinces.rules.services import Terms
from provinces.rules.terms import EMERGENCY
from tests import cast
from tests.factories import rulesets

NOW = cast.NOW
DAY = timedelta(days=1)


class TestPublish:
    def test_puts_a_rule_set_in_force_at_once_until_it_ends(self, north: object) -> None:
        ruleset = services.publish(rulesets.document(), now=NOW)

        assert queries.in_force(NOW) == ruleset
        assert queries.in_force(NOW - timedelta(seconds=1)) is None
        assert queries.in_force(NOW + 90 * DAY) is None

    def test_keeps_what_was_published_with_its_digest(self, north: object) -> None:
        services.publish(rulesets.document(), now=NOW)

        kept = Ruleset.objects.get()
        assert kept.document == rulesets.document()
        assert kept.digest == digest_of(kept.document)
        assert (kept.notice_at, kept.signed_by, kept.signed_unit) == (NOW, None, "")

    def test_is_recorded(self, north: object) -> None:
        ruleset = services.publish(rulesets.document(), now=NOW)

        payload = ledger.about(ruleset)[0]
        assert payload.entry.event == "ruleset.published"
        assert payload.body["digest"] == ruleset.digest

    def test_refuses_the_same_version_twice(self, north: object) -> None:
        services.publish(rulesets.document(), now=NOW)

        with pytest.raises(services.AlreadyPublished, match="a change needs a new version"):
            services.publish(rulesets.document(), now=NOW)

    def test_lets_a_later_version_take_over(self, north: object) -> None:
        services.publish(rulesets.document(), now=NOW)

        newer = services.publish(rulesets.document("2026-2"), now=NOW + DAY)

        assert queries.in_force(NOW + 2 * DAY) == newer

    def test_ends_an_emergency_within_72_hours(self, north: object) -> None:
        ruleset = services.publish(rulesets.document(), now=NOW, emergency="outbreak")

        assert ruleset.expires_at == NOW + EMERGENCY

    @pytest.mark.parametrize(
        "changes", [{"days_in_force": 91}, {"default": "blue"}, {"cases": []}, {"colour": "red"}]
    )
    def test_refuses_what_does_not_pass_the_gate(
        self, north: object, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(gate.Refused, match=next(iter(changes))):
            services.publish(rulesets.document(**changes), now=NOW)

        assert not Ruleset.objects.exists()

    def test_is_over_once_officials_sign(self, north: object) -> None:
        rulesets.signed(version="1", terms=Terms(emergency="outbreak"))

        with pytest.raises(services.OfficialsSign, match="draft and sign this province's rules"):
            services.publish(rulesets.document("2"), now=NOW + DAY)
