"""Publishing a rule set, which ends by itself."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.rules import compiling, queries, services
from provinces.rules.models import Ruleset
from tests import cast

NOW = cast.NOW


class TestPublish:
    def test_puts_a_rule_set_in_force_until_it_ends(self, north: object) -> None:
        ruleset = services.publish(queries.shipped("first"), by=None, now=NOW)

        assert queries.in_force(NOW) == ruleset
        assert queries.in_force(NOW - timedelta(seconds=1)) is None
        assert queries.in_force(NOW + timedelta(days=90)) is None
        assert Entry.objects.filter(event=Event.RULESET_PUBLISHED).count() == 1

    def test_refuses_the_same_version_twice(self, north: object) -> None:
        services.publish(queries.shipped("first"), by=None, now=NOW)

        with pytest.raises(services.AlreadyPublished, match="a change needs a new version"):
            services.publish(queries.shipped("first"), by=None, now=NOW)

    def test_lets_a_later_version_take_over(self, north: object) -> None:
        services.publish(queries.shipped("first"), by=None, now=NOW)
        later = copy.deepcopy(queries.shipped("first")) | {"version": "2026-2"}

        newer = services.publish(later, by=None, now=NOW + timedelta(days=1))

        assert queries.in_force(NOW + timedelta(days=2)) == newer

    def test_is_refused_beyond_90_days(self, north: object) -> None:
        endless = copy.deepcopy(queries.shipped("first")) | {"days_in_force": 91}

        with pytest.raises(compiling.NotUnderstood, match="days_in_force"):
            services.publish(endless, by=None, now=NOW)

        assert not Ruleset.objects.exists()

    def test_is_refused_beyond_90_days_by_the_database_as_well(self, north: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruleset.objects.create(
                name="endless",
                version="1",
                document={},
                in_force_from=NOW,
                expires_at=NOW + timedelta(days=91),
                published_at=NOW,
            )

        assert not Ruleset.objects.exists()
