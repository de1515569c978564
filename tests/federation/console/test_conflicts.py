"""Conflicts, treaties, and the map, as the desk shows them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.borders import queries, services
from federation.borders.models import Conflict, Treaty
from federation.borders.resolution import Reason, Rule
from federation.console import maps, naming
from provinces.accounts.models import User
from provinces.tenancy import directory, scope
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.federation.borders import border
from tests.pages import address, reader, words

from .desks import ordered, shown, status

NOW, DAY = cast.NOW, timedelta(days=1)
TERMS = {"text_zh": "由北省划定", "text_en": "The north zones it"}


@pytest.fixture
def officer(north: directory.Entry) -> User:
    return border.official("federation_officer", "federation office", whole=True)


@pytest.fixture
def signer(north: directory.Entry) -> User:
    return border.official("high_reviewer", "province office", whole=True)


@pytest.fixture
def tied(north: directory.Entry, own_keys: None) -> Conflict:
    """Claims of both, of one time and kind, on ground that both call their own."""
    border.made(is_disputed=True)
    at = (116.5, 39.90)
    border.zone(at, level=Level.HIGH)
    with scope.province(cast.SOUTH):
        border.zone(at, level=Level.LOW)
    border.exchange()
    return Conflict.objects.get()


class TestConflict:
    def test_says_what_ties_and_what_holds_meanwhile(self, officer: User, tied: Conflict) -> None:
        said = shown(officer, "desk:conflict", tied.pk)

        assert "North – South" in said
        assert "In effect" in said
        assert "Not in effect here" in said
        assert "North – South Not settled" in shown(officer, "desk:border")

    def test_is_settled_by_a_treaty_that_both_sign(
        self, officer: User, signer: User, tied: Conflict
    ) -> None:
        said = ordered(officer, "desk:settle", tied.pk, decider=cast.NORTH, **TERMS)
        treaty = Treaty.objects.get()
        signed = ordered(signer, "desk:treaty-sign", treaty.pk)

        assert "Proposed as a treaty." in said
        assert "Signed, and published." in signed
        assert "Waits for the other province" in signed

    @pytest.mark.parametrize(
        "wrong", [{"decider": "west"}, {"text_en": ""}, {"text_zh": "长" * 2001}]
    )
    def test_is_not_settled_by_half_a_form(
        self, officer: User, tied: Conflict, wrong: dict[str, str]
    ) -> None:
        ordered(officer, "desk:settle", tied.pk, **{"decider": cast.NORTH, **TERMS, **wrong})

        assert not Treaty.objects.exists()

    def test_keeps_what_was_written_in_half_a_form(self, officer: User, tied: Conflict) -> None:
        half = {"decider": cast.SOUTH, **TERMS, "text_en": " "}
        where = address("desk:settle", tied.pk)

        page = reader(officer).post(where, half, follow=True).content.decode()

        assert TERMS["text_zh"] in page
        assert f'<option value="{cast.SOUTH}" selected>' in page


class TestEscalated:
    @pytest.fixture(autouse=True)
    def escalated(self, tied: Conflict) -> None:
        """The case's clock has run out."""
        Conflict.objects.update(opened_at=NOW - 2 * DAY, clock_at=NOW - DAY)
        services.escalate(now=NOW)

    def test_is_told_from_what_is_within_its_clock(self, officer: User, tied: Conflict) -> None:
        said = shown(officer, "desk:conflict", tied.pk)

        assert "Escalated: not settled in time" in said
        assert "left" not in said
        assert "It waits for whoever signs agreements for the whole province." in said
        assert "A conflict's clock" not in shown(officer, "desk:overview")

    def test_is_settled_by_who_signs_for_the_province(
        self, officer: User, signer: User, tied: Conflict
    ) -> None:
        refused = ordered(officer, "desk:settle", tied.pk, decider=cast.NORTH, **TERMS)
        said = ordered(signer, "desk:settle-escalated", tied.pk, decider=cast.NORTH, **TERMS)

        assert "Your office does not carry this" in refused
        assert "Proposed as a treaty." in said


class TestTreaties:
    FORM = {
        "partner": cast.SOUTH,
        "decider": cast.NORTH,
        "kind": "strip",
        "days": "30",
        "west": "116.495",
        "south": "39.89",
        "east": "116.505",
        "north": "39.91",
        **TERMS,
    }

    @pytest.fixture(autouse=True)
    def _neighbours(self, north: directory.Entry, own_keys: None) -> None:
        border.made()

    def test_are_proposed_signed_by_another_office_and_ended(
        self, officer: User, signer: User
    ) -> None:
        proposed = ordered(officer, "desk:treaties", **self.FORM)
        treaty = Treaty.objects.get()

        assert "Another office signs it here" in proposed
        assert "Waits for our signature" in shown(officer, "desk:treaties")
        assert "Signed, and published." in ordered(signer, "desk:treaty-sign", treaty.pk)
        assert "Say why" in ordered(signer, "desk:treaty-end", treaty.pk)
        assert "Ended, and published." in ordered(
            signer, "desk:treaty-end", treaty.pk, reason="the bridge is closed"
        )

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"kind": "war"}, "Choose what the treaty is about."),
            ({"partner": "west"}, "Choose the province to agree with."),
            ({"decider": "west"}, "One of the two parties decides."),
            ({"days": "0"}, "A treaty holds for 1 to 365 days."),
            ({"days": "²"}, "A treaty holds for 1 to 365 days."),
            ({"days": "0001" + "0" * 5000}, "A treaty holds for 1 to 365 days."),
            ({"west": "here"}, "Give degrees, such as 116.41."),
            ({"west": "nan"}, "Give degrees, such as 116.41."),
            ({"south": "-91"}, "This does not lie on the globe."),
            ({"west": "110"}, "The strip is longer than half a degree."),
            ({"west": "116.505", "east": "116.495"}, "must lie west of its eastern side"),
            ({"south": "39.91", "north": "39.89"}, "must lie south of its northern side"),
            ({"text_en": ""}, "Write the terms in Chinese and in English"),
        ],
    )
    def test_are_not_proposed_by_a_form_that_says_nonsense(
        self, officer: User, wrong: dict[str, str], said: str
    ) -> None:
        assert said in ordered(officer, "desk:treaties", **{**self.FORM, **wrong})
        assert not Treaty.objects.exists()

    def test_keep_what_was_typed_beside_the_mistake(self, officer: User) -> None:
        swapped = {**self.FORM, "west": "116.505", "east": "116.495", "days": "31"}

        answer = reader(officer).post(address("desk:treaties"), swapped)
        page = answer.content.decode()

        assert answer.status_code == 200
        for typed in (*TERMS.values(), 'value="116.505"', 'value="31"'):
            assert typed in page
        assert 'id="id_west_mistake"' in page
        assert 'id="id_south_mistake"' not in page

    def test_are_not_proposed_twice_and_the_form_stays(self, officer: User) -> None:
        ordered(officer, "desk:treaties", **self.FORM)

        again = reader(officer).post(address("desk:treaties"), self.FORM)

        assert "The same terms were proposed, signed or ended before." in words(again)
        assert TERMS["text_en"] in again.content.decode()

    def test_for_commuters_need_no_decider(self, officer: User) -> None:
        form = {**self.FORM, "kind": "commuters", "decider": ""}

        assert "Another office signs it here" in ordered(officer, "desk:treaties", **form)

    def test_are_signed_for_the_whole_province_only(self, officer: User) -> None:
        ordered(officer, "desk:treaties", **self.FORM)
        of_a_city = border.official("high_reviewer", "city office")

        assert "Your office does not carry this" in ordered(
            of_a_city, "desk:treaty-sign", Treaty.objects.get().pk
        )
        assert status(officer, "desk:treaty-sign", "none") == 403


class TestMap:
    def test_shows_the_digest_and_that_peers_agree(self, officer: User, tied: Conflict) -> None:
        said = shown(officer, "desk:map")

        assert border.resolved(cast.NORTH).digest in said
        assert "No province that resolved from the same logs has another map." in said

    def test_lists_the_zones_in_effect_with_whose_they_are(
        self, officer: User, tied: Conflict
    ) -> None:
        zone = EffectiveZone.objects.get(source=cast.SOUTH)

        assert f"{zone.name_en} Low risk South" in shown(officer, "desk:map")

    def test_draws_them_and_says_whose_they_are(self, officer: User, tied: Conflict) -> None:
        answer = reader(officer).get(address("desk:map-document"))

        drawn: dict[str, list[dict[str, str]]] = {kind: [] for kind in ("border", "zone")}
        for feature in answer.json()["features"]:
            drawn[feature["properties"]["kind"]].append(feature["properties"])
        assert {each["name_en"].rpartition(" · ")[2] for each in drawn["zone"]} == {
            "North",
            "South",
        }
        assert {each["name_en"] for each in drawn["border"]} == {"North", "South"}

    def test_is_empty_before_the_first(self, officer: User) -> None:
        assert "No map has been resolved yet." in shown(officer, "desk:map")

    def test_says_who_decides_where_claims_overlap_and_why(
        self, officer: User, tied: Conflict
    ) -> None:
        said = shown(officer, "desk:map")

        assert "Where claims overlap" in said
        assert "South Look at this ground no other rule parts them" in said
        assert "North" in said.partition("Look at this ground")[2]
        assert "the other is less restrictive" in said

    def test_says_that_no_claims_overlap(self, officer: User, own_keys: None) -> None:
        border.made()
        border.zone()
        border.exchange()

        assert "No claims of two provinces overlap." in shown(officer, "desk:map")

    def test_leads_to_the_ground_of_an_overlap(self, officer: User, tied: Conflict) -> None:
        cell = queries.latest_map().contests[0]["cell"]

        said = shown(officer, "desk:why", query=f"?cell={cell}")

        assert "no other rule parts them" in said


class TestWhy:
    def test_says_who_decides_and_why_the_others_do_not(
        self, officer: User, tied: Conflict
    ) -> None:
        cell = format(tied.cells[0][0], "x")

        said = shown(officer, "desk:why", query=f"?cell={cell}")

        assert "North treats this as high risk." in said
        assert "South treats this as low risk." in said
        assert "For this cell South decides, because no other rule parts them" in said
        assert "the other is less restrictive" in said

    def test_is_asked_by_a_point_as_well(self, officer: User) -> None:
        border_free = shown(officer, "desk:why", query="?cell=39.90,116.40")

        assert "No zone is in effect on this cell now." in border_free

    @pytest.mark.parametrize("asked", ["x", "39.9,", "95,200", "8b30d1234567fff", "f" * 15])
    def test_takes_nothing_else(self, officer: User, asked: str) -> None:
        assert "Write a cell of 15 digits" in shown(officer, "desk:why", query=f"?cell={asked}")

    def test_says_nothing_before_it_is_asked(self, officer: User) -> None:
        assert "Write a cell" not in shown(officer, "desk:why")


class TestNaming:
    def test_has_words_for_every_rule_and_reason(self) -> None:
        assert set(naming.RULES) == set(Rule)
        assert set(naming.REASONS) == set(Reason)

    def test_calls_an_unknown_province_by_its_slug(self, north: directory.Entry) -> None:
        assert naming.provinces()["atlantis"] == "atlantis"


class TestReadCell:
    def test_reads_its_own_writing(self) -> None:
        cell = maps.read_cell("39.90, 116.50")

        assert maps.read_cell(format(cell, "x")) == cell
