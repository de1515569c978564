"""What a province published, entry by entry, with proofs that are verified without it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.retention import services as retention
from provinces.retention.certificates import Gone
from provinces.retention.models import Purge
from provinces.tenancy import directory, keys
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import ledger as ledgers
from tests.factories import road, zones
from tests.pages import address, words
from tools import verify_proof

pytestmark = pytest.mark.usefixtures("north")


def own_key() -> verify_proof.Key:
    return verify_proof.key_from(keys.verifiers(KeyRole.LEDGER)[0].text)


def shown(client: ProvinceClient, **query: Any) -> str:
    return words(client.get(address("portal:published"), query))


@transaction.atomic
def treaty(name: str) -> None:
    ledger.publish(Kind.TREATY_SIGNED, {"id": name, "unit": "office"}, at=NOW)


class TestPublished:
    def test_lists_a_page_of_entries_the_newest_first(self, client: ProvinceClient) -> None:
        ledgers.published(52)
        ledgers.seal()

        first, second = shown(client), shown(client, before=2)

        assert first.index("Entry 51 and") < first.index("Entry 2 and")
        assert "Entry 1 and" not in first
        assert second.index("Entry 1 and") < second.index("Entry 0 and")
        assert "Earlier entries" in first
        assert "Earlier entries" not in second

    def test_names_the_zone_of_each_entry(self, client: ProvinceClient) -> None:
        zone = zones.in_force().zone
        ledgers.seal()

        assert zone.name_en in shown(client)

    def test_lists_what_was_said_of_one_subject(self, client: ProvinceClient) -> None:
        zone = zones.in_force().zone.reference
        ruleset = road.first_ruleset()
        zones.in_force()
        treaty("T1")
        treaty("T11")
        ledgers.seal()

        of_zone = shown(client, zone=zone)
        of_rules = shown(client, ruleset=f"{ruleset.name}/{ruleset.version}")

        assert of_zone.count("A zone is in effect") == 1
        assert of_rules.count("A rule set was published") == 1
        assert shown(client, treaty="T1").count("and its proof") == 1
        assert "Nothing so far" in shown(client, ruleset=f"{ruleset.name}/0")

    @pytest.mark.parametrize("said", ["-1", "x", "9" * 30, "²"])
    def test_takes_any_number_for_the_newest(self, client: ProvinceClient, said: str) -> None:
        ledgers.published(1)
        ledgers.seal()

        assert "Entry 0 and its proof" in shown(client, before=said)

    def test_is_linked_from_what_it_is_about(self, client: ProvinceClient) -> None:
        zone = zones.in_force().zone.reference
        ruleset = road.first_ruleset()

        on_zones = client.get(address("portal:zones")).content.decode()
        page = address("portal:ruleset", ruleset.name, ruleset.version)
        on_rules = client.get(page).content.decode()

        assert f"/p/north/published/?zone={zone}" in on_zones
        assert f"/p/north/published/?ruleset={ruleset.name}/{ruleset.version}" in on_rules


class TestPublishedEntry:
    def test_says_what_was_published_word_for_word(self, client: ProvinceClient) -> None:
        zones.in_force(name_en="High house")
        ledgers.seal()

        said = words(client.get(address("portal:published-entry", 0)))

        assert "A zone is in effect" in said
        assert '"name_en": "High house"' in said
        assert "How to verify a proof yourself" in said

    @pytest.mark.parametrize("index", [1, 2**70])
    def test_is_not_there_beyond_the_end(self, client: ProvinceClient, index: int) -> None:
        ledgers.published(1)
        ledgers.seal()

        assert client.get(address("portal:published-entry", index)).status_code == 404
        assert client.get(address("portal:published-proof", index)).status_code == 404


class TestPublishedProof:
    def test_is_verified_without_this_node(self, client: ProvinceClient) -> None:
        ledgers.published(300)
        ledgers.seal()

        answer = client.get(address("portal:published-proof", 256))

        said = verify_proof.check(json.loads(answer.content), own_key(), [])
        assert "It is number 256 of the 300 entries of concord/north/feed." in said
        assert "attachment" in answer["Content-Disposition"]


@transaction.atomic
def certified(gone: Gone) -> Purge:
    return retention.certify(gone, now=NOW)


class TestCertificate:
    def test_is_verified_without_this_node(self, client: ProvinceClient, eve: Citizen) -> None:
        purge = certified(Gone("notices", "notices_notice", NOW, [3, 4, 9]))
        ledgers.seal()

        answer = client.get(address("portal:certificate", purge.pk))

        said = verify_proof.check_certificate(json.loads(answer.content), [own_key()], [])
        assert said[0] == "3 rows of notices (notices_notice) were certified as erased."

    def test_waits_for_the_seal(self, client: ProvinceClient) -> None:
        purge = certified(Gone("notices", "notices_notice", NOW, [3]))

        assert client.get(address("portal:certificate", purge.pk)).status_code == 503

    @pytest.mark.parametrize("number", [7, 2**70])
    def test_is_not_there_for_any_other_number(
        self, client: ProvinceClient, north: directory.Entry, number: int
    ) -> None:
        assert client.get(address("portal:certificate", number)).status_code == 404


class TestCertificates:
    def test_lists_a_page_the_newest_first(self, client: ProvinceClient) -> None:
        made = [certified(Gone("notices", "notices_notice", NOW, [key])) for key in range(51)]

        first = words(client.get(address("portal:certificates")))
        second = words(client.get(address("portal:certificates"), {"before": made[1].pk}))

        newest, last = f"Certificate {made[50].pk} and", f"Certificate {made[1].pk} and"
        assert first.index(newest) < first.index(last)
        assert "Earlier certificates" in first
        assert second.count("and its proof") == 1
