"""Files that officials take along: watermarked, small, for an hour, for whoever made them."""

from __future__ import annotations

import csv
import hashlib
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from provinces.citizens import queries
from provinces.citizens.identities import Person
from provinces.citizens.models import Export
from provinces.console import people_files
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.retention.usage import usage_of
from tests.cast import NOW
from tests.factories import records, road
from tests.factories.evidence import official
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")
WHO = records.WHO


def sheet_of(by: Any, citizen: Any, purpose: str = "care") -> Any:
    target = address("console:person-sheet", citizen.reference)
    return reader(by).post(target, {"purpose": purpose})


def take(by: Any, token: str) -> Any:
    return reader(by).post(address("console:person-file-take", token))


def listed(by: Any, kind: str) -> list[dict[str, str]]:
    reader(by).post(address("console:people-list"), {"purpose": "care", "kind": kind})
    content = take(by, Export.objects.latest("pk").token).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


class TestSheet:
    def test_is_a_pdf_for_whoever_made_it(self) -> None:
        eve, officer = records.somebody(), records.officer()
        sheet_of(officer, eve)
        file = Export.objects.get()

        answer = take(officer, file.token)

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert hashlib.sha256(answer.content).hexdigest() == file.digest
        assert take(records.officer(), file.token).status_code == 404

    def test_is_gone_after_an_hour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        eve, officer = records.somebody(), records.officer()
        sheet_of(officer, eve)
        token = Export.objects.get().token

        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))

        assert take(officer, token).status_code == 404

    def test_is_in_the_ledger_and_told_to_the_person(self) -> None:
        eve, officer = records.somebody(), records.officer()

        sheet_of(officer, eve)

        entry = Payload.objects.get(entry__event=Event.EXPORT_MADE)
        assert entry.body["sha256"] == Export.objects.get().digest
        assert any("A file was made" in use.action for use in usage_of(eve))

    def test_is_of_nobody_out_of_reach(self) -> None:
        far = records.somebody("110201")

        assert sheet_of(records.officer(), far).status_code == 404
        assert not Export.objects.exists()

    def test_is_not_made_for_another_purpose(self) -> None:
        assert sheet_of(records.officer(), records.somebody(), "desk").status_code == 404

    def test_bears_who_when_and_what_for_on_each_page(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        eve, officer = records.somebody(), records.officer()
        marks = []
        made = people_files.sheet

        def noted(opened: Any, told: Any, mark: str, now: Any) -> bytes:
            marks.append(mark)
            return made(opened, told, mark, now)

        monkeypatch.setattr(people_files, "sheet", noted)
        sheet_of(officer, eve)

        (mark,) = marks
        for part in (officer.username, "city case office", "2026", Export.objects.get().token):
            assert part in mark


class TestList:
    def test_tells_who_without_status(self) -> None:
        road.first_ruleset()
        eve, officer = records.somebody("110201"), records.officer()
        records.assigned(eve, "110101")

        (line,) = listed(officer, "who")

        assert line["full name"] == WHO.full_name
        assert "status" not in line
        assert officer.username in line["Watermark"]

    def test_tells_status_without_who(self) -> None:
        road.first_ruleset()
        eve, officer = records.somebody("110201"), records.officer()
        records.assigned(eve, "110101")

        (line,) = listed(officer, "what")

        assert line["status"]
        assert WHO.full_name not in "".join(line.values())

    @pytest.mark.parametrize("kind", ["", "both", "sheet", "who,what"])
    def test_has_no_other_kind(self, kind: str) -> None:
        records.assigned(records.somebody("110201"), "110101")

        answer = reader(records.officer()).post(
            address("console:people-list"), {"purpose": "care", "kind": kind, "fields": "status"}
        )

        assert answer.status_code == 404

    def test_leaves_protected_people_out(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        records.assigned(eve, "110101")
        records.protected(eve)

        reader(officer).post(address("console:people-list"), {"purpose": "care", "kind": "who"})

        assert not Export.objects.exists()

    def test_is_told_to_everybody_on_it(self) -> None:
        eve = records.somebody("110201")
        records.assigned(eve, "110101")

        listed(records.officer(), "who")

        assert len(queries.reads_of(eve)) == 1
        assert "It was put into a list that the official took along." in usage_of(eve)[0].action

    def test_is_budgeted(self, settings: Settings) -> None:
        limits = {"actor": 1, "network": 9, "subject": None, "spread": None}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "file": limits}
        records.assigned(records.somebody("110201"), "110101")
        client = reader(records.officer())
        given = {"purpose": "care", "kind": "who"}
        client.post(address("console:people-list"), given)

        assert client.post(address("console:people-list"), given).status_code == 429

    def test_is_of_fifty_at_most(self) -> None:
        for _ in range(52):
            records.assigned(records.somebody("110201", person=None), "110101")

        assert len(listed(records.officer(), "who")) == 50

    def test_holds_no_formula(self) -> None:
        eve = records.somebody("110201", person=Person("=cmd|' /C calc'!A0", WHO.document))
        records.assigned(eve, "110101")

        (line,) = listed(records.officer(), "who")

        assert line["full name"].startswith("'=")


class TestFile:
    def test_says_what_is_in_it_and_until_when(self) -> None:
        eve, officer = records.somebody(), records.officer()
        sheet_of(officer, eve)
        file = Export.objects.get()

        said = words(reader(officer).get(address("console:person-file", file.token)))

        assert file.digest in said
        assert WHO.full_name not in said

    def test_is_not_for_who_opens_records_in_emergencies_alone(self) -> None:
        ada = official("epidemiologist", unit="x")

        assert take(ada, "0123456789abcdef").status_code == 403
