"""`manage.py federation`: status, sync, verify."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from federation.sync import services
from federation.sync.models import Cursor
from federation.sync.violations import Violated, Violation
from provinces.ledger import sealing
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds
from tests.pages import noon  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("two_provinces", "noon", "in_one_transaction")


@pytest.fixture
def two_provinces(north: object) -> None:
    """The north and the south in one federation, each with something published and sealed."""
    federations.founded()
    for slug in federations.HOSTED:
        with scope.province(slug):
            feeds.published(3)


def run(*arguments: str) -> tuple[int, str]:
    """Return the exit status and what was printed."""
    out = StringIO()
    try:
        call_command("federation", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def told(*arguments: str) -> tuple[int, Any]:
    status, text = run(*arguments, "--json")
    return status, json.loads(text.splitlines()[-1])


class TestSync:
    def test_pulls_for_every_province(self) -> None:
        status, report = told("sync")

        assert status == 0
        assert report["north"]["pulled"][0]["peer"] == "south"
        assert report["north"]["pulled"][0]["imported"] >= 3
        assert report["south"]["pulled"][0]["imported"] >= 3

    def test_pulls_for_one(self) -> None:
        assert told("sync", "--province", "south")[1].keys() == {"south"}

    def test_fails_where_something_is_refused(self) -> None:
        with scope.province("south"):
            Cursor.objects.all().delete()
            violated = Violated(Violation.SPLIT_VIEW, "two", {"first": "1", "second": "2"})
            services.start(["north"], now=cast.NOW)
            services.refuse("north", violated, now=cast.NOW, log="feed")

        assert told("status")[0] == 1

    def test_knows_its_provinces(self) -> None:
        with pytest.raises(CommandError, match="nowhere"):
            run("sync", "--province", "nowhere")


class TestStatus:
    def test_shows_logs_and_peers(self) -> None:
        run("sync")

        status, report = told("status")

        assert status == 0
        assert report["north"]["membership"] == 1
        feed, _audit = report["north"]["peers"]
        assert (feed["peer"], feed["log"], feed["state"]) == ("south", "feed", "following")
        assert feed["size"] == feed["promised"] >= 3

    def test_can_be_read(self) -> None:
        run("sync")

        _, text = run("status")

        assert "north  well" in text
        assert "peer south  log feed" in text

    def test_counts_a_fork_as_not_well(self) -> None:
        run("sync")
        with scope.province("north"):
            violated = Violated(Violation.SPLIT_VIEW, "two", {"first": "1", "second": "2"})
            services.refuse("south", violated, now=cast.NOW, log="feed", told_by="east")

        status, text = run("status")

        assert status == 1
        assert "north  NOT WELL" in text
        assert "fork" in text


class TestVerify:
    def test_finds_nothing_where_all_is_well(self) -> None:
        run("sync")
        for slug in federations.HOSTED:
            with scope.province(slug):
                sealing.seal(now=cast.NOW)

        assert told("verify") == (
            0,
            {slug: {"is_well": True, "findings": []} for slug in federations.HOSTED},
        )

    def test_fails_where_something_is_wrong(self) -> None:
        run("sync")
        Cursor.objects.filter(log="feed").update(note_root=bytes(32))

        status, report = told("verify")

        assert status == 1
        assert [each["fault"] for each in report["north"]["findings"]] == ["cursor-differs"]
