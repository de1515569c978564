"""A laboratory of the south tests a guest of the north, whose home is told, and decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from federation.casework import queries, services, tasks
from federation.casework.models import Assertion, Contest, Issued, Outgoing
from federation.casework.services import asserting, reporting
from federation.peers import services as peers
from federation.peers.models import Peer
from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.screening import services as screening
from provinces.screening.models import Laboratory, Result, SealedResult, ToldHome
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals, road
from tests.factories import laboratories as lab
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, SETTLED

pytestmark = pytest.mark.usefixtures("federation")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def laboratory(federation: object) -> Laboratory:
    with scope.province(cast.SOUTH):
        return lab.laboratory(reference="southern")


@pytest.fixture
def eve(federation: object) -> Citizen:
    """Somebody of the north who is in the south."""
    eve, _number = stories.guest(lab.DOCUMENT)
    stories.named()
    return eve


def reported(laboratory: Laboratory, **values: Any) -> None:
    """Have the laboratory report a positive result of Eve; it is not told yet."""
    told = {"home": cast.NORTH, "outcome": "positive", "number": "R-1", "sample": "S-1", **values}
    with scope.province(cast.SOUTH):
        answer = lab.delivered(laboratory, lab.bundle(lab.report_of(**told)))
        assert answer.refused == []


def told() -> int:
    """Have the south tell what there is to tell."""
    with scope.province(cast.SOUTH):
        return services.tell_results(now=NOW)


def arrived() -> None:
    """Have what the south tells come home, and count."""
    told()
    stories.exchange()
    services.judge(now=SETTLED)


def standing() -> list[tuple[int, str]]:
    """Return whose results stand in the north, and what they came to."""
    found = Result.objects.filter(voided_at=None).order_by("pk")
    return list(found.values_list("citizen", "outcome"))


class TestTellResults:
    def test_has_the_result_count_at_home(self, laboratory: Laboratory, eve: Citizen) -> None:
        road.shipped_ruleset("hebei")
        reported(laboratory)

        arrived()

        assert standing() == [(eve.pk, "positive")]
        assert appeals.status(eve, SETTLED) == "red"
        result = Result.objects.get()
        assert (result.sampled_at, result.resulted_at) == (lab.SAMPLED, lab.ISSUED)
        assert (result.laboratory, result.sample_reference) == (laboratory.name, "S-1")

    def test_says_who_answers_for_it(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)

        arrived()

        body = Assertion.objects.get().body
        assert body["office"] == {
            "name": laboratory.name,
            "phone": "010-0000",
            "appeal": "Lin, 010-0000",
        }
        assert body["legal_basis"] == "《中华人民共和国传染病防治法》第三十条"
        assert (body["link"], body["has_presence_basis"]) == ("laboratory", False)

    def test_gives_the_public_number_where_a_contact_is_none(
        self, laboratory: Laboratory, settings: Settings
    ) -> None:
        laboratory.contact = "laboratory-of-the-southern-centre@example.org"

        office = reporting._office(laboratory)

        assert office["phone"] == settings.CASEWORK_HEALTH_PHONE
        assert office["appeal"] == f"Lin, {laboratory.contact}"

    def test_keeps_neither_result_nor_document_in_the_south(
        self, laboratory: Laboratory, eve: Citizen
    ) -> None:
        reported(laboratory)

        assert told() == 1

        with scope.province(cast.SOUTH):
            issued = Issued.objects.get()
            assert (issued.body, issued.issued_by) == ({}, None)
            assert ToldHome.objects.get().told_as == issued.pk
            assert not SealedResult.objects.exists()
            words = [*Issued.objects.values(), *Outgoing.objects.values()]
            everything = str([*words, *ToldHome.objects.values(), *Payload.objects.values()])
        assert lab.DOCUMENT not in everything
        assert "positive" not in everything

    def test_is_nothing_to_who_is_nobody_at_home(self, laboratory: Laboratory) -> None:
        reported(laboratory)

        arrived()

        assert (stories.states(), standing()) == ({"in_force": 1}, [])

    def test_leaves_who_is_enrolled_where_the_laboratory_is(self, laboratory: Laboratory) -> None:
        with scope.province(cast.SOUTH):
            lab.identified()
        reported(laboratory)

        assert told() == 0
        with scope.province(cast.SOUTH):
            assert Result.objects.count() == 1

    def test_tells_nothing_twice(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)

        assert (told(), told()) == (1, 0)
        reported(laboratory)
        assert told() == 0

    def test_goes_on_after_a_worker_was_killed(
        self, laboratory: Laboratory, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reported(laboratory)
        reported(laboratory, document=lab.OTHER_DOCUMENT, number="R-2", sample="S-2")
        real = screening.told_home

        def killed(key: int, **values: Any) -> ToldHome:
            real(key, **values)
            if ToldHome.objects.count() == 2:
                raise SystemExit
            return ToldHome.objects.get()

        with monkeypatch.context() as patched:
            patched.setattr(screening, "told_home", killed)
            with pytest.raises(SystemExit):
                told()

        with scope.province(cast.SOUTH):
            assert (Issued.objects.count(), SealedResult.objects.count()) == (1, 1)
        assert told() == 1
        with scope.province(cast.SOUTH):
            assert (Issued.objects.count(), Outgoing.objects.count()) == (2, 2)

    def test_has_what_would_count_no_more_wait_to_be_dropped(
        self, laboratory: Laboratory, eve: Citizen
    ) -> None:
        reported(laboratory)

        with scope.province(cast.SOUTH):
            assert services.tell_results(now=NOW + timedelta(days=29)) == 0
            assert "expired at /expires_at" in SealedResult.objects.get().stopped_because
            assert not Outgoing.objects.exists()

    def test_leaves_what_another_worker_has_done(self, laboratory: Laboratory) -> None:
        with scope.province(cast.SOUTH):
            reporting._take_back(0, NOW)
            assert not reporting._tell(0, NOW)
            assert not Outgoing.objects.exists()

    def test_is_done_by_a_task(self) -> None:
        tasks.tell(cast.SOUTH)


class TestWaiting:
    """A home that is not trusted, or cannot be written to, is told later."""

    def test_for_a_suspended_peer(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)
        with scope.province(cast.SOUTH):
            Peer.objects.get_or_create(slug=cast.NORTH)
            peers.suspend(cast.NORTH, by="x", because="two histories", now=NOW)
        assert told() == 0

        with scope.province(cast.SOUTH):
            peers.resume(cast.NORTH, by="x", because="explained", now=NOW)

        assert told() == 1

    def test_does_not_keep_a_word_standing_that_is_wrong(
        self, laboratory: Laboratory, eve: Citizen
    ) -> None:
        reported(laboratory)
        arrived()
        with scope.province(cast.SOUTH):
            Peer.objects.get_or_create(slug=cast.NORTH)
            peers.suspend(cast.NORTH, by="x", because="two histories", now=NOW)
        reported(laboratory, status="entered-in-error", issued=lab.ISSUED + MINUTE)

        arrived()

        assert standing() == []

    def test_for_one_without_a_key_that_counts(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)

        with scope.province(cast.SOUTH):
            # The membership, which is not renewed, is over by then.
            assert services.tell_results(now=NOW + timedelta(days=365)) == 0
            assert SealedResult.objects.get().stopped_because == ""
        assert told() == 1


class TestTakingBack:
    def test_of_a_corrected_result_tells_the_right_one(
        self, laboratory: Laboratory, eve: Citizen
    ) -> None:
        reported(laboratory)
        arrived()

        reported(laboratory, status="corrected", outcome="negative", issued=lab.ISSUED + MINUTE)
        arrived()

        assert standing() == [(eve.pk, "negative")]
        assert stories.states() == {"withdrawn": 1, "in_force": 1}

    def test_of_one_that_was_told_of_the_wrong_person(
        self, laboratory: Laboratory, eve: Citizen
    ) -> None:
        finn, number = stories.guest()
        stories.named()
        reported(laboratory)
        arrived()

        reported(laboratory, document=number, status="corrected", issued=lab.ISSUED + MINUTE)
        arrived()

        assert standing() == [(finn.pk, "positive")]

    @pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
    def test_of_a_withdrawn_one_frees_them(
        self, laboratory: Laboratory, eve: Citizen, status: str
    ) -> None:
        road.shipped_ruleset("hebei")
        reported(laboratory)
        arrived()
        assert appeals.status(eve, SETTLED) == "red"

        reported(laboratory, status=status, issued=lab.ISSUED + MINUTE)
        arrived()

        assert Result.objects.get().voided_because == ("its issuer: withdrawn by its laboratory")
        assert appeals.status(eve, SETTLED) == "green"
        with scope.province(cast.SOUTH):
            assert Payload.objects.filter(entry__event="result.untold").count() == 1

    def test_after_a_stolen_key(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)
        arrived()
        with scope.province(cast.SOUTH):
            screening.recall(laboratory, since=NOW, because="stolen key", by="x", now=NOW)

        arrived()

        assert standing() == []
        assert Assertion.objects.get().ended_because == "its issuer: stolen key"

    def test_answers_whoever_contests_it(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)
        arrived()
        services.contest(Assertion.objects.get(), of=eve, text="I was not tested", now=NOW)
        stories.exchange()

        reported(laboratory, status="cancelled", issued=lab.ISSUED + MINUTE)
        arrived()

        made = Contest.objects.get(citizen=eve)
        assert (made.state, made.reasons) == (
            Contest.State.WITHDRAWN,
            "withdrawn by its laboratory",
        )
        with scope.province(cast.SOUTH):
            assert not queries.contests_to_answer().exists()
            assert Contest.objects.get().answered_unit == laboratory.name

    def test_leaves_what_was_taken_back_already(self, laboratory: Laboratory, eve: Citizen) -> None:
        reported(laboratory)
        arrived()
        with scope.province(cast.SOUTH):
            asserting.take_back(Issued.objects.get().pk, because="contested", now=NOW)
        reported(laboratory, status="cancelled", issued=lab.ISSUED + MINUTE)

        arrived()

        with scope.province(cast.SOUTH):
            assert ToldHome.objects.get().taken_back_at == NOW
            assert Issued.objects.get().withdrawn_because == "contested"
            assert Outgoing.objects.count() == 2
