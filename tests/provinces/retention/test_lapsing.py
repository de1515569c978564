"""By time travel: the programme ends, everybody is free, and weeks later nothing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.passes.standing import standing
from provinces.retention import queries as retention
from provinces.retention import services
from provinces.retention.models import Purge
from provinces.retention.register import REGISTER
from provinces.retention.sweeps import STAYS
from provinces.status import pipeline, queries
from provinces.status.models import Current, Decision
from provinces.tenancy import directory
from tests import cast
from tests.factories import citizens, evidence, passes, road
from tests.pages import reader

NOW = cast.NOW
END = NOW + timedelta(hours=2)
HOUR = timedelta(hours=1)


@pytest.fixture
def ending(settings: Settings, north: directory.Entry) -> None:
    """The programme ends in two hours in the north."""
    settings.RULES_PROGRAMME_ENDS = {cast.NORTH: END.isoformat()}


def held(citizen: Citizen) -> None:
    road.first_ruleset()
    passes.exposed(citizen)


@pytest.mark.usefixtures("ending")
class TestLapse:
    def test_leaves_all_as_it_is_before_the_end(self, eve: Citizen) -> None:
        held(eve)

        assert not services.lapse(now=END - HOUR)
        assert queries.status_of(eve, END - HOUR).status == "red"

    def test_has_every_status_read_as_free_from_the_end_on(self, eve: Citizen) -> None:
        held(eve)

        assert queries.status_of(eve, END).status == "green"
        assert queries.figures(END).by_status == {"green": 1}
        assert standing(eve.pk, END).status == "green"

    def test_drops_what_was_held_and_says_so_once(self, eve: Citizen) -> None:
        held(eve)

        assert services.lapse(now=END)
        assert not services.lapse(now=END + HOUR)
        assert not Current.objects.exists()
        entry = Entry.objects.get(event=Event.PROGRAMME_LAPSED)
        assert entry.payload.body["held"] == 1

    def test_lets_nobody_be_held_anew(self, eve: Citizen) -> None:
        held(eve)
        services.lapse(now=END)

        evidence.recorded(citizens.citizen(), now=END, happened_at=END)
        pipeline.drain(now=END + HOUR)

        assert not Current.objects.exclude(status="green").exists()

    def test_ends_nothing_in_a_province_without_an_end(
        self, eve: Citizen, settings: Settings
    ) -> None:
        settings.RULES_PROGRAMME_ENDS = {cast.SOUTH: END.isoformat()}
        held(eve)

        assert not services.lapse(now=END)
        assert queries.status_of(eve, END).status == "red"


@pytest.mark.usefixtures("ending")
class TestPurgeAll:
    def test_waits_for_the_weeks_after_the_end(self, eve: Citizen) -> None:
        assert services.purge_all(now=END + timedelta(days=29)) == {}
        assert Citizen.objects.exists()

    def test_leaves_nothing_of_anybody_but_seals(self, eve: Citizen) -> None:
        held(eve)
        official = cast.ada()
        reader(eve.user)
        User.objects.create(username="closed:7", is_active=False)
        services.lapse(now=END)
        decisions = Decision.objects.count()

        done = services.purge_all(now=END + timedelta(days=30))

        assert done["identity"] >= 1
        for kept in REGISTER:
            if kept.is_personal and kept.key not in ("accounts", "offices", "payloads", "access"):
                left = {label for label in kept.models if apps.get_model(label).objects.exists()}
                assert left == set()
        assert not Payload.objects.exclude(entry__event__in=STAYS).exists()
        assert not User.objects.filter(username__in=["eve", "closed:7"]).exists()
        assert User.objects.filter(pk=official.pk).exists()
        assert Decision.objects.count() == decisions > 0

    def test_certifies_all_of_it(self, eve: Citizen) -> None:
        held(eve)
        services.lapse(now=END)

        services.purge_all(now=END + timedelta(days=30))

        certificates = list(Purge.objects.all())
        assert {"identity", "outcomes", "payloads", "accounts"} <= {
            each.kind for each in certificates
        }
        assert [fault for each in certificates for fault in retention.faults(each)] == []

    def test_does_nothing_a_second_time(self, eve: Citizen) -> None:
        services.purge_all(now=END + timedelta(days=30))

        assert services.purge_all(now=END + timedelta(days=31)) == {}
