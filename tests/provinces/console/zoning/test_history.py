"""What became of a zone, version by version."""

from __future__ import annotations

from typing import Any

from provinces.accounts.models import User
from provinces.zones import services
from provinces.zones.models import Because, Level
from tests import cast
from tests.factories import zones
from tests.pages import address, reader, words
from tests.statements import run_by

NOW = cast.NOW
HALF = zones.box(116.397, 39.898, 116.400, 39.902)


def shown(user: User, version: Any, **asked: Any) -> str:
    return words(reader(user).get(address("console:zone-history", version.pk), asked))


def revised(ada: User, ben: User) -> Any:
    """Return the second version of a zone that has become smaller and less grave."""
    first = zones.in_force(by=ada)
    changes = services.Changes(level=Level.LOW, starts_at=NOW, geometry=HALF, datum="wgs84")
    second = services.revise(first.zone, changes, by=ada, now=NOW)
    return services.countersign(second, by=ben, now=NOW)


class TestHistory:
    def test_says_who_did_what_when_and_why(self, ada: User, ben: User) -> None:
        second = revised(ada, ben)
        services.lift(second.zone, at=NOW, by=ben, now=NOW, because=Because.CASES_RULED_OUT)

        told = shown(ada, second)

        assert "Declared by city health office · 三例病例同住一个小区" in told
        assert "Signed by city review office" in told
        assert "city review office · The cases it cites were ruled out" in told

    def test_says_who_refused_and_why(self, ada: User, ben: User) -> None:
        version = services.refuse(zones.declared(ada), by=ben, reason="too large", now=NOW)

        told = shown(ada, version)

        assert "Refused · too large" in told
        assert "From version" not in told

    def test_says_which_version_holds_and_which_waits(self, ada: User) -> None:
        first = zones.in_force(by=ada)
        changes = services.Changes(level=Level.LOW, starts_at=NOW)
        second = services.revise(first.zone, changes, by=ada, now=NOW)

        told = shown(ada, second).partition("All versions")[2]

        assert "version 2 Awaits signature Low risk" in told
        assert "version 1 In effect High risk" in told

    def test_sets_the_last_two_versions_side_by_side(self, ada: User, ben: User) -> None:
        second = revised(ada, ben)
        first = second.zone.versions.get(number=1)

        told = shown(ada, second)

        assert "From version 1 to version 2" in told
        assert "Level High risk Low risk" in told
        gone = services.cells_of(first) - services.cells_of(second)
        assert f"hectares ({gone.count()} cells)" in told.split("Removed")[1]

    def test_compares_whichever_are_asked_for(self, ada: User, ben: User) -> None:
        second = revised(ada, ben)

        assert "From version 2 to version 1" in shown(ada, second, first="2", second="1")
        assert "From version 1 to version 2" in shown(ada, second, first="x", second="99")

    def test_draws_what_was_added_and_removed(self, ada: User, ben: User) -> None:
        second = revised(ada, ben)

        page = reader(ada).get(address("console:zone-history", second.pk)).content.decode()

        assert '<path class="removed" fill-rule="evenodd" d="M' in page

    def test_takes_as_many_statements_however_many_versions(self, ada: User, ben: User) -> None:
        first = zones.in_force(by=ada)
        shown(ada, first)  # what is looked up once for good
        one = run_by(lambda: shown(ada, first))
        for level in (Level.LOW, Level.MEDIUM):
            changes = services.Changes(level=level, starts_at=NOW)
            services.refuse(
                services.revise(first.zone, changes, by=ada, now=NOW),
                by=ben,
                reason="no",
                now=NOW,
            )

        assert len(run_by(lambda: shown(ada, first))) == len(one)
