"""A province from the manual's document, by the command: once, whole, and never by it again."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.accounts.models import Invitation, User
from provinces.citizens import documents
from provinces.founding import document
from provinces.jurisdictions import queries
from provinces.jurisdictions.models import Area, FirstSeat, Office
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.passes import services as passes
from provinces.passes.standing import standing
from provinces.presence.models import Presence
from provinces.tenancy import directory, scope
from provinces.zones import queries as zones
from sample.registry import books
from tests.client import ProvinceClient
from tests.factories import citizens, users
from tests.pages import words
from tests.provinces.founding.conftest import EXAMPLE
from tests.provinces.tenancy.conftest import traces_of


@pytest.fixture
def file(shown: dict[str, Any], slug: str, tmp_path: Path) -> Path:
    """The manual's document, of a province that no other run has."""
    return written(tmp_path, {**shown, "slug": slug})


def written(folder: Path, value: dict[str, Any]) -> Path:
    path = folder / "province.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def province(verb: str, file: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("province", verb, str(file), "--json", *options, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return told


def joined(told: dict[str, Any]) -> ProvinceClient:
    """Open an account as whoever got a link and a code does."""
    client = ProvinceClient(headers={"accept-language": "en"})
    path = told["link"].removeprefix("http://localhost:8000")
    said = {"code": told["code"], "password": users.PASSWORD, "again": users.PASSWORD}
    assert client.get(path).status_code == 200
    assert client.post(path, said).status_code == 302
    return client


class TestFound:
    def test_sets_up_all_that_the_document_says(self, file: Path, slug: str) -> None:
        told = province("found", file)

        entry = directory.find(slug)
        assert told["new"]
        assert (entry.name_en, entry.division_code) == ("Yunxi", "990000")
        with scope.province(slug):
            assert Area.objects.count() == 4
            assert zones.territory(slug)
            assert zones.territory("990101")
            assert zones.territory("990100") is None
            named = queries.controller(timezone.now())
            assert named is not None
            assert named.contact == "privacy@yunxi.example"
            events = set(Entry.objects.values_list("event", flat=True))
            assert {Event.PROVINCE_FOUNDED, Event.CONTROLLER_NAMED} <= events
            assert Entry.objects.filter(event=Event.FIRST_OFFICIAL_INVITED).count() == 4
            assert not User.objects.exists()
            assert not Office.objects.exists()
            assert not Presence.objects.exists()

    def test_has_officials_open_their_accounts_and_be_in_office(
        self, file: Path, slug: str
    ) -> None:
        told = province("found", file)

        for each in told["officials"]:
            joined(each)

        with scope.province(slug):
            offices = Office.objects.order_by("pk").values_list("role", flat=True)
            assert list(offices) == [
                "administrator", "rule_drafter", "administrator", "high_reviewer"
            ]  # fmt: skip
            assert not Invitation.objects.exclude(closed_at=None).exclude(full_name="").exists()
            assert FirstSeat.objects.filter(joined_at=None).count() == 0

    def test_is_read_by_nobody_from_its_tables(self, file: Path, slug: str) -> None:
        told = province("found", file)

        secrets = [each["code"] for each in told["officials"]]
        with scope.province(slug):
            kept = str(list(Invitation.objects.values_list("code", "link")))
        assert not [secret for secret in secrets if secret in kept]

    def test_changes_nothing_a_second_time(self, file: Path, slug: str) -> None:
        province("found", file)
        with scope.province(slug):
            before = Entry.objects.count()

        told = province("found", file)

        with scope.province(slug):
            assert Entry.objects.count() == before
        assert told == {"province": slug, "new": False, "officials": []}

    def test_says_what_a_changed_document_would_change(
        self, file: Path, slug: str, shown: dict[str, Any], tmp_path: Path
    ) -> None:
        province("found", file)
        shown["slug"] = slug
        shown["controller"]["contact"] = "other@yunxi.example"
        shown["divisions"]["features"][2]["properties"]["name_en"] = "Eastbrook"
        shown["divisions"]["features"][3]["geometry"] = None
        shown["offices"][1]["officials"][1]["role"] = "auditor"

        with pytest.raises(CommandError) as refusal:
            province("found", written(tmp_path, shown))

        said = str(refusal.value)
        assert "controller.contact is 'privacy@yunxi.example'" in said
        assert "990101: is" in said
        assert "990102 Xixi: has another outline" in said
        assert "official 4: role is 'high_reviewer', in the document 'auditor'" in said
        with scope.province(slug):
            assert Area.objects.get(code="990101").name_en == "Dongxi"

    def test_leaves_nothing_of_what_is_wrong(
        self, slug: str, shown: dict[str, Any], tmp_path: Path
    ) -> None:
        shown["offices"][0]["officials"][0]["role"] = "king"

        with pytest.raises(CommandError, match=r"offices\.0\.officials\.0\.role: "):
            province("found", written(tmp_path, {**shown, "slug": slug}))

        assert traces_of(slug) == []

    def test_finishes_what_was_cut_off_after_the_schema(
        self, file: Path, slug: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cut(*_args: object, **_options: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("provinces.jurisdictions.services.invite_first", cut)
            with pytest.raises(KeyboardInterrupt):
                province("found", file)
        with scope.province(slug):
            assert not Area.objects.exists()

        assert province("found", file)["new"]

    def test_refuses_once_there_are_officials(self, file: Path) -> None:
        told = province("found", file)
        joined(told["officials"][0])

        with pytest.raises(CommandError, match="two of them sign"):
            province("found", file)

    def test_only_looks_where_that_is_asked(self, file: Path, slug: str) -> None:
        out = StringIO()

        call_command("province", "found", str(file), "--check", stdout=out)

        assert out.getvalue() == f"{slug}: 4 areas, nothing is wrong\n"
        assert traces_of(slug) == []

    @pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000])
    def test_says_of_what_is_no_json_that_it_is_none(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "none.json"
        path.write_bytes(content)

        with pytest.raises(CommandError, match="no JSON"):
            province("found", path)

    def test_says_of_a_file_that_is_not_there_that_it_is_not(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="No such file"):
            province("found", tmp_path / "none.json")


class TestLinks:
    def test_are_new_for_whoever_has_not_joined_and_void_the_others(self, file: Path) -> None:
        first = province("found", file)["officials"]
        joined(first[0])

        again = province("links", file)["officials"]

        assert [each["role"] for each in again] == [
            "rule_drafter", "administrator", "high_reviewer"
        ]  # fmt: skip
        path = first[1]["link"].removeprefix("http://localhost:8000")
        closed = ProvinceClient(headers={"accept-language": "en"}).get(path)
        assert closed.status_code == 404
        assert first[1]["full_name"] not in words(closed)
        joined(again[0])

    def test_are_refused_once_two_offices_can_invite(self, file: Path) -> None:
        told = province("found", file)["officials"]
        joined(told[0])
        joined(told[2])

        with pytest.raises(CommandError, match="two offices can invite"):
            province("links", file)

    def test_are_of_no_province_that_is_not_there(self, file: Path, slug: str) -> None:
        with pytest.raises(CommandError, match=f"no province {slug} on this node"):
            province("links", file)

    def test_are_of_the_document_only(
        self, file: Path, slug: str, shown: dict[str, Any], tmp_path: Path
    ) -> None:
        province("found", file)
        shown["offices"][0]["officials"][0]["full_name"] = "其他人 Somebody Else"

        with pytest.raises(CommandError, match="Somebody Else"):
            province("links", written(tmp_path, {**shown, "slug": slug}))


class TestFirstCode:
    def test_is_green_before_there_are_rules(self, file: Path, slug: str) -> None:
        province("found", file)
        now = timezone.now()

        with scope.province(slug):
            person = citizens.citizen(area=Area.objects.get(code="990101"), now=now)

            assert standing(person.pk, now).status == "green"
            assert passes.issue_live(person.pk, now=now)

    def test_is_of_whom_the_manuals_registry_knows(self, shown: dict[str, Any]) -> None:
        (person,) = books.load(EXAMPLE.with_name("people.jsonl"))

        assert documents.normalise(person.number) == person.number
        assert person.area in {row.code for row in document.read(shown).areas}
