"""The tasks nudge; what is to be done stands in the database."""

from __future__ import annotations

import pytest

from provinces.ledger import queries, tasks
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from tests import cast
from tests.factories import ledger


class TestSeal:
    def test_seals_the_province_it_names(self, db: None) -> None:
        for slug in cast.PROVINCES:
            with scope.province(slug):
                ledger.recorded(2)

        tasks.seal(cast.SOUTH)

        with scope.province(cast.SOUTH):
            assert queries.size("audit") == 2
        with scope.province(cast.NORTH):
            assert queries.size("audit") == 0


class TestEveryFewSeconds:
    def test_sends_every_province_its_own(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        sent = []
        monkeypatch.setattr(
            tasks.seal, "apply_async", lambda args, expires: sent.append((*args, expires))
        )

        tasks.every_few_seconds()

        assert sent == [("north", 10), ("south", 10)]


class TestEveryHour:
    def test_has_every_province_tell_its_purposes(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks.list_purposes, "delay", tasks.list_purposes)

        tasks.every_hour()

        for slug in cast.PROVINCES:
            with scope.province(slug):
                (told,) = queries.published(Kind.PURPOSES_LISTED)
                assert told["document"]["host"] == slug
