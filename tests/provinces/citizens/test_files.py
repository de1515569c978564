"""Files of what is kept of people: small, sealed, of whoever made them, gone after an hour."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens import queries, services
from provinces.citizens.fields import Field
from provinces.citizens.models import Export
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.models import Office
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from tests.cast import NOW
from tests.factories import records

CONTENT = "夏小娃".encode()
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("north")


def made(by: Any, **values: Any) -> Export:
    given: dict[str, Any] = {
        "kind": services.FileKind.SHEET,
        "purpose": Purpose.CARE,
        "fields": [Field.NAME, Field.STATUS],
        "rows": 1,
        "office": Office.objects.get(user=by),
        "citizen": records.somebody(person=None),
    }
    return services.keep_file(
        services.new_token(), services.Made(**{**given, **values}), CONTENT, by=by, now=NOW
    )


class TestKeepFile:
    def test_has_its_digest_in_the_ledger(self) -> None:
        file = made(records.officer())

        entry = Payload.objects.get(entry__event=Event.EXPORT_MADE)
        assert entry.body["sha256"] == hashlib.sha256(CONTENT).hexdigest()
        assert entry.about == f"citizens.citizen:{file.citizen_id}"

    def test_is_sealed(self) -> None:
        assert CONTENT not in bytes(made(records.officer()).sealed)

    @pytest.mark.parametrize(
        "values",
        [
            {"rows": 51, "fields": [Field.STATUS]},
            {"rows": 0, "fields": [Field.STATUS]},
            {"rows": 2, "fields": [Field.NAME, Field.STATUS]},
        ],
    )
    def test_of_many_is_small_and_never_tells_who_and_what(self, values: dict[str, Any]) -> None:
        with pytest.raises(services.TooMuch):
            made(records.officer(), kind=services.FileKind.WHAT, citizen=None, **values)

    def test_of_many_tells_no_both_in_the_table_either(self) -> None:
        made(records.officer(), kind=services.FileKind.WHAT, fields=[Field.STATUS], rows=2)

        with pytest.raises(IntegrityError), transaction.atomic():
            Export.objects.update(fields=["name", "status"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Export.objects.update(rows=51)


class TestTakeFile:
    def test_gives_it_back_and_is_recorded(self) -> None:
        officer = records.officer()
        file = made(officer)

        assert services.take_file(file, by=officer, now=NOW) == CONTENT
        assert Payload.objects.filter(entry__event=Event.EXPORT_TAKEN).count() == 1

    def test_is_for_whoever_made_it_within_the_hour(self) -> None:
        officer, colleague = records.officer(), records.officer()
        token = made(officer).token

        assert queries.export_of(token, by=officer, at=NOW + HOUR - timedelta(seconds=1))
        assert not queries.export_of(token, by=officer, at=NOW + HOUR)
        assert not queries.export_of(token, by=colleague, at=NOW)


class TestDropFiles:
    def test_deletes_what_is_over(self) -> None:
        made(records.officer())

        assert services.drop_files(now=NOW + HOUR - timedelta(seconds=1)) == 0
        assert services.drop_files(now=NOW + HOUR) == 1
        assert not Export.objects.exists()
