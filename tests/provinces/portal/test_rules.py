"""The public pages about rule sets."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from provinces.rules import queries, services
from provinces.rules.models import Ruleset
from provinces.rules.services import Terms
from tests import cast
from tests.client import ProvinceClient
from tests.factories import rulesets
from tests.pages import address, words

NOW = cast.NOW
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_the_north(north: object) -> None:
    """Every test here is in the north."""


def versions(client: ProvinceClient) -> str:
    return words(client.get(address("portal:rules")))


def version(client: ProvinceClient, ruleset: Ruleset) -> str:
    return words(client.get(address("portal:ruleset", ruleset.name, ruleset.version)))


def compared(client: ProvinceClient, old: str = "", new: str = "") -> str:
    asked = {"old": old, "new": new}
    return words(client.get(address("portal:compare"), {k: v for k, v in asked.items() if v}))


class TestVersions:
    def test_says_that_nobody_is_held_without_rules(self, client: ProvinceClient) -> None:
        assert "No rule set is in force. Nobody is held." in versions(client)

    def test_lists_what_is_in_force_in_notice_and_past(self, client: ProvinceClient) -> None:
        rulesets.signed(version="1", now=NOW - 20 * DAY)
        rulesets.signed(version="2", now=NOW - 10 * DAY)
        rulesets.signed(version="3", now=NOW - HOUR)

        said = versions(client)

        places = [
            said.index(text)
            for text in (
                "In force",
                "First rule set 2",
                "In notice: published",
                "First rule set 3",
                "Past",
                "First rule set 1",
                "Superseded",
            )
        ]
        assert places == sorted(places)
        assert "17 Nov 2026, 11:00" in said

    def test_names_the_office_that_signed_and_no_person(self, client: ProvinceClient) -> None:
        ruleset = rulesets.signed()
        ruleset.signed_by.full_name = "王芳"
        ruleset.signed_by.save()

        for said in (versions(client), version(client, ruleset)):
            assert "emergency command" in said
            assert "王芳" not in said
            assert ruleset.signed_by.username not in said


class TestVersion:
    def test_says_everything_in_plain_words(self, client: ProvinceClient) -> None:
        said = version(client, services.publish(rulesets.document(), now=NOW))

        for text in (
            "First rule set Version 2026-1 In force",
            "Red Stay at home.",
            "Whoever is held on no ground is Green.",
            "Places of worship, Other compounds Allowed On conditions Not allowed",
            "Events Allowed Not allowed Not allowed",
            "You stayed in a high-risk zone.",
            "Rests on Stays in zones of risk",
            "“When the person last left a high-risk zone, having stayed long enough that day”:",
            "a day is 24 hours from then",
            "Red · Days 1 to 7",
            "Provincial office of disease control · 12320",
            "Legal basis Sample rule",
            "Somebody left a high-risk zone six days ago",
            "Comes to Red until 11 November 2026, 18:30 Grounds You stayed in a high-risk zone.",
            "Nobody: it was set up with the province.",
        ):
            assert text in said

    def test_calls_cases_in_the_language_of_the_page(self) -> None:
        ruleset = services.publish(rulesets.document(), now=NOW)
        client = ProvinceClient(headers={"accept-language": "zh-hans"})

        said = client.get(address("portal:ruleset", ruleset.name, ruleset.version))

        assert "某人6天前离开高风险区" in said.content.decode()
        assert "left a high-risk zone" not in said.content.decode()

    def test_does_not_list_what_nobody_may_be_kept_from(self, client: ProvinceClient) -> None:
        said = version(client, services.publish(rulesets.document(), now=NOW))

        assert "Emergency care, testing, going home and contesting a status are open" in said
        assert "Emergency care Allowed" not in said

    @pytest.mark.parametrize(
        "path", sorted(queries.RULESETS.glob("*.json")), ids=lambda path: path.stem
    )
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_can_be_read_whatever_ships(self, path: Any, language: str) -> None:
        ruleset = services.publish(queries.shipped(path.stem), now=NOW)
        client = ProvinceClient(headers={"accept-language": language})

        response = client.get(address("portal:ruleset", ruleset.name, ruleset.version))

        assert response.status_code == 200
        assert response.content.decode().count(
            '<article class="govuk-summary-card" id="ground-'
        ) == len(ruleset.document["grounds"])

    @pytest.mark.parametrize(
        ("after", "said"),
        [
            (timedelta(), "Nobody is held by this version yet. It comes into force on 17 November"),
            (3 * DAY, "In force until 25 November 2026, 12:00, when First rule set 2 takes its"),
            (11 * DAY, "No longer in force: First rule set 2 took its place on 25 November 2026"),
        ],
    )
    def test_says_where_it_stands(
        self, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch, after: timedelta, said: str
    ) -> None:
        first = rulesets.signed(version="1")
        rulesets.signed(version="2", terms=Terms(NOW + 10 * DAY))
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + after)

        assert said in version(client, first)

    def test_says_when_it_ended_by_itself(
        self, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ruleset = services.publish(rulesets.document(days_in_force=5), now=NOW)
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 5 * DAY)

        assert "it ended by itself on 20 November 2026, 12:00" in version(client, ruleset)

    def test_says_why_an_emergency_was_one(self, client: ProvinceClient) -> None:
        before = services.publish(rulesets.document("1"), now=NOW - DAY)
        emergency = rulesets.signed(version="2", terms=Terms(emergency="outbreak in the port"))

        assert "The reason stated: outbreak in the port" in version(client, emergency)
        assert "An emergency version, First rule set 2, is in force in its place" in version(
            client, before
        )

    def test_says_whether_it_outlasts_the_emergency(self, client: ProvinceClient) -> None:
        short = services.publish(rulesets.document("1", days_in_force=2), now=NOW - DAY)
        rulesets.signed(version="2", terms=Terms(emergency="outbreak in the port"))

        said = version(client, short)

        assert "outlasts it: this one ends on 16 November 2026, 12:00." in said

    def test_says_why_it_was_withdrawn(self, client: ProvinceClient) -> None:
        ruleset = rulesets.signed()
        services.withdraw(ruleset, by=rulesets.signatory(), because="an error", now=NOW)

        said = version(client, ruleset)

        assert "by emergency command, before it counted: an error" in said
        assert "In force from" not in said

    def test_shows_the_document_of_a_form_that_is_no_longer_read(
        self, client: ProvinceClient
    ) -> None:
        ruleset = Ruleset.objects.create(
            name="old",
            version="1",
            document={"schema": 1, "names": {"en": "Old rules"}},
            digest="0" * 64,
            notice_at=NOW,
            in_force_from=NOW,
            expires_at=NOW + DAY,
        )

        said = version(client, ruleset)

        assert "Old rules" in said
        assert "in a form that this page no longer reads" in said

    def test_is_not_found_where_none_is_published(self, client: ProvinceClient) -> None:
        assert client.get(address("portal:ruleset", "first", "9")).status_code == 404
        assert client.get(address("portal:ruleset-json", "first", "9")).status_code == 404

    def test_of_a_draft_is_not_found(self, client: ProvinceClient) -> None:
        rulesets.submitted(version="9")

        assert client.get(address("portal:ruleset", "first", "9")).status_code == 404

    def test_costs_as_much_for_a_hundred_versions(
        self, client: ProvinceClient, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            services.publish(rulesets.document(str(number)), now=NOW - DAY * (20 - number))

        with django_assert_max_num_queries(3):
            versions(client)


class TestDocument:
    @pytest.fixture
    def where(self) -> str:
        services.publish(rulesets.document(), now=NOW)
        return address("portal:ruleset-json", "first", "2026-1")

    def test_is_what_was_published(self, client: ProvinceClient, where: str) -> None:
        response = client.get(where)

        assert response["Content-Type"] == "application/json"
        assert json.loads(response.content) == rulesets.document()

    def test_has_the_digest_that_the_page_shows(self, client: ProvinceClient, where: str) -> None:
        response = client.get(where)

        digest = hashlib.sha256(response.content).hexdigest()
        assert response["ETag"] == f'"{digest}"'
        assert digest in version(client, Ruleset.objects.get())

    def test_may_be_kept_by_everybody_for_good(self, client: ProvinceClient, where: str) -> None:
        response = client.get(where)

        said = set(response["Cache-Control"].split(", "))
        assert {"public", "immutable", "max-age=31536000"} == said
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")

    def test_is_not_sent_again_to_whoever_has_it(self, client: ProvinceClient, where: str) -> None:
        etag = client.get(where)["ETag"]

        again = client.get(where, headers={"if-none-match": etag})

        assert (again.status_code, again.content) == (304, b"")
        assert client.head(where)["ETag"] == etag


class TestCompare:
    def test_has_nothing_to_compare_at_first(self, client: ProvinceClient) -> None:
        services.publish(rulesets.document("1"), now=NOW)

        assert "There are no two versions to compare yet." in compared(client)

    def test_says_what_the_last_version_changed(self, client: ProvinceClient) -> None:
        services.publish(rulesets.document("1"), now=NOW - DAY)
        services.publish(rulesets.document("2", days_in_force=30), now=NOW)

        said = compared(client)

        assert "What differs between First rule set 1 and First rule set 2 ." in said
        assert "Days in force 90 30" in said

    def test_says_what_differs_between_any_two(self, client: ProvinceClient) -> None:
        for version_, days in (("1", 90), ("2", 60), ("3", 30)):
            services.publish(rulesets.document(version_, days_in_force=days), now=NOW)

        assert "Days in force 60 90" in compared(client, "first/2", "first/1")
        assert "The two say the same." in compared(client, "first/2", "first/2")

    def test_shows_old_and_new_side_by_side_in_words(self, client: ProvinceClient) -> None:
        services.publish(rulesets.document("1"), now=NOW - DAY)
        changed = stricter()
        services.publish(changed, now=NOW)

        said = compared(client)

        assert "Changed You stayed in a high-risk zone." in said
        assert ": known All of these hold: “When the person last left a high-risk zone" in said
        assert "Red · Days 1 to 7 Red · Days 1 to 7 Yellow · Days 8 to 10" in said
        assert "Added a stay that was left two weeks ago" in said
        assert "Red · Public transport Not allowed On conditions" in said

    def test_shows_a_ground_that_came_or_went_whole(self, client: ProvinceClient) -> None:
        services.publish(rulesets.document("1"), now=NOW - DAY)
        services.publish(fewer(), now=NOW)

        assert "Removed You stayed in a medium-risk zone." in compared(client)
        assert "Added You stayed in a medium-risk zone." in compared(client, "first/2", "first/1")

    @pytest.mark.parametrize(
        ("old", "new"), [("henan/2026-1", "sichuan/2026-1"), ("sichuan/2026-1", "beijing/2026-1")]
    )
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_bears_two_that_have_little_in_common(self, old: str, new: str, language: str) -> None:
        for label in (old, new):
            services.publish(queries.shipped(label.partition("/")[0]), now=NOW)
        client = ProvinceClient(headers={"accept-language": language})

        response = client.get(address("portal:compare"), {"old": old, "new": new})

        assert response.status_code == 200

    @pytest.mark.parametrize("label", ["first/9", "first", "/"])
    def test_is_not_found_where_one_is_not_published(
        self, client: ProvinceClient, label: str
    ) -> None:
        services.publish(rulesets.document("1"), now=NOW)

        assert client.get(address("portal:compare"), {"old": label}).status_code == 404


def stricter() -> dict[str, Any]:
    document = rulesets.document("2")
    ground = document["grounds"][0]
    left = "exposures.high.left_at"
    ground["when"] = {"and": [known(left), {"if": [{"var": left}, True, False]}]}
    ground["phases"].append({"status": "yellow", "days": 3})
    document["consequences"]["red"]["transport"] = "ask"
    for case in document["cases"]:
        if case["name"].endswith("seven days ago to the minute"):
            case["expect"] = {
                "status": "yellow",
                "until": "2026-11-14T18:30:00+08:00",
                "grounds": ["stayed_in_high_risk_zone"],
            }
    document["cases"].append(
        {
            "name": "a stay that was left two weeks ago",
            "as_of": "2026-11-10T12:00:00+08:00",
            "facts": {"exposures": {"high": {"left_at": "2026-10-27T12:00:00Z", "minutes": 15}}},
            "expect": {"status": "green", "until": None, "grounds": []},
        }
    )
    return document


def known(fact: str) -> dict[str, Any]:
    return {"!": [{"!": [{"var": fact}]}]}


def fewer() -> dict[str, Any]:
    document = rulesets.document("2")
    gone = document["grounds"].pop()["key"]
    document["cases"] = [
        case for case in document["cases"] if gone not in case["expect"]["grounds"]
    ]
    return document
