"""`manage.py replay`: one citizen's decision judged again, and an exit status to go by."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.accounts.models import User
from provinces.citizens import queries
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.status import pipeline
from provinces.status.models import Outcome
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import areas, ledger, offices, road, users

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
# On the province's clock.
NOON = "2026-11-15T12:00"


def held(citizen: Citizen) -> Outcome:
    road.first_ruleset()
    road.zone()
    road.stay(citizen, at=YESTERDAY)
    pipeline.drain(now=NOW)
    return Outcome.objects.get()


@pytest.fixture(autouse=True)
def carer(north: object) -> User:
    """A case officer, who may look at people of the whole province; in office by the clock."""
    official = users.user("carer")
    offices.office(
        official, areas.area("110000"), "case_officer", unit="clinic", now=timezone.now()
    )
    return official


def run(
    reference: str,
    *,
    as_of: str | None = NOON,
    as_json: bool = True,
    user: str = "carer",
    purpose: str = "appeal",
) -> tuple[str, int]:
    """Run the command; return what it printed and its exit status."""
    out = io.StringIO()
    who: dict[str, Any] = {"user": user, "purpose": purpose}
    try:
        call_command("replay", cast.NORTH, reference, as_of=as_of, json=as_json, stdout=out, **who)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def told(reference: str, **options: Any) -> dict[str, Any]:
    """Return what the command prints as one object on its last line."""
    found: dict[str, Any] = json.loads(run(reference, **options)[0].splitlines()[-1])
    return found


class TestReplay:
    def test_of_a_citizen_tells_what_was_decided_and_that_it_is_equal(self, eve: Citizen) -> None:
        outcome = held(eve)

        found = told(eve.reference)

        assert (found["decision"], found["verdict"]) == (outcome.pk, "equal")
        assert found["decided"] == found["replayed"]
        assert found["decided"]["status"] == "red"
        assert found["ruleset"] == "first 2026-1"
        assert found["asked_at"] == "2026-11-15T12:00:00+08:00"

    def test_tells_what_was_read_at_the_moment_asked_about(self, eve: Citizen) -> None:
        held(eve)

        found = told(eve.reference, as_of="2026-11-25T12:00:00+08:00")

        assert (found["read_then"]["status"], found["rules_then"]["status"]) == ("green", "green")
        assert found["verdict"] == "equal"

    def test_of_a_number_is_about_that_decision(self, eve: Citizen) -> None:
        outcome = held(eve)
        pipeline.drain(now=NOW + timedelta(days=8))

        found = told(str(outcome.pk), as_of=None)

        assert (found["decided"]["status"], found["asked_at"]) == ("red", found["as_of"])

    def test_is_readable_without_json(self, eve: Citizen) -> None:
        held(eve)

        said, status = run(eve.reference, as_json=False)

        assert status == 0
        assert "decided  red since 2026-11-15T12:00:00+08:00 until 2026-11-21T13:00:00" in said
        assert said.splitlines()[-1] == "   verdict  equal"

    def test_ends_in_status_1_where_something_differs(self, eve: Citizen) -> None:
        held(eve)
        with ledger.tampering():
            Outcome.objects.update(status="green")

        said, status = run(eve.reference, as_json=False)

        assert status == 1
        assert "differs  status: kept green, replayed red" in said
        assert told(eve.reference)["differences"] == [
            {"what": "status", "kept": "green", "replayed": "red"}
        ]

    def test_says_that_nothing_had_been_decided(self, eve: Citizen) -> None:
        held(eve)

        found = told(eve.reference, as_of="2026-11-14T12:00")

        assert (found["verdict"], found["is_well"]) == (
            "nothing had been decided about them by then",
            True,
        )

    def test_says_that_it_may_have_been_erased(self, eve: Citizen) -> None:
        held(eve)
        with as_owner():
            Outcome.objects.all().delete()

        assert told(eve.reference)["verdict"].startswith("nothing is kept: ")

    def test_says_that_a_decision_was_erased_and_the_ledger_binds_it(self, eve: Citizen) -> None:
        outcome = held(eve)
        with as_owner():
            Outcome.objects.all().delete()

        said, status = run(str(outcome.pk), as_json=False)

        assert status == 0
        assert "its outcome was erased; the ledger still binds the decision" in said

    @pytest.mark.parametrize("reference", ["nobody", "999999999"])
    def test_refuses_what_is_nobodys(self, north: object, reference: str) -> None:
        with pytest.raises(CommandError, match=f"{reference}: neither a citizen's reference nor"):
            run(reference)

    @pytest.mark.parametrize("by_number", [False, True])
    def test_is_a_look_that_the_person_sees(self, eve: Citizen, *, by_number: bool) -> None:
        outcome = held(eve)

        run(str(outcome.pk) if by_number else eve.reference)

        (read,) = queries.reads_of(eve)
        assert (read.office, read.purpose) == ("clinic", Purpose.APPEAL)
        assert read.fields == ("grounds", "history", "status")

    def test_refuses_a_purpose_for_which_no_status_is_shown(self, eve: Citizen) -> None:
        held(eve)

        with pytest.raises(CommandError, match="sees no status and no reasons of it for tracing"):
            run(eve.reference, purpose="tracing")

        assert queries.reads_of(eve) == []

    def test_refuses_an_official_who_may_not_look(self, eve: Citizen) -> None:
        held(eve)
        users.user("stranger")

        with pytest.raises(CommandError, match="no office that stranger holds has the power"):
            run(eve.reference, user="stranger")
        with pytest.raises(CommandError, match="no office that stranger holds has the power"):
            run("nobody", user="stranger")
        with pytest.raises(CommandError, match="nobody is called nemo in this province"):
            run(eve.reference, user="nemo")
        assert queries.reads_of(eve) == []

    def test_knows_nobody_who_lives_where_the_office_does_not_reach(self, eve: Citizen) -> None:
        outcome = held(eve)
        offices.office(
            users.user("next.door"),
            areas.area("110200"),
            "case_officer",
            unit="another clinic",
            now=timezone.now(),
        )

        for reference in (eve.reference, str(outcome.pk), "nobody"):
            with pytest.raises(CommandError, match=f"{reference}: neither a citizen's reference"):
                run(reference, user="next.door")
        assert queries.reads_of(eve) == []

    def test_refuses_a_purpose_that_is_not_on_the_list(self, eve: Citizen) -> None:
        given = [cast.NORTH, eve.reference, "--user", "carer", "--purpose", "curiosity"]

        with pytest.raises(CommandError, match=r"'curiosity' \(choose from '?care'?, '?tracing"):
            call_command("replay", *given)

    def test_refuses_what_is_no_moment(self, eve: Citizen) -> None:
        with pytest.raises(CommandError, match="'soon' is not an ISO 8601 moment"):
            run(eve.reference, as_of="soon")

    def test_refuses_a_province_that_is_not_here(self, north: object) -> None:
        with pytest.raises(CommandError, match="no province nowhere on this node"):
            call_command("replay", "nowhere", "1", user="carer", purpose="appeal")
