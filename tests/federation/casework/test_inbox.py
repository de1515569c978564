"""Messages of peers are verified, taken in once, and acknowledged alike whoever they are about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.signing import statements
from federation.casework import inbox
from federation.casework.models import Incoming, Outgoing
from federation.casework.refusals import BadEnvelope
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")


def sent(number: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the statement of what the south says of a guest."""
    issued = stories.said(number, body)
    with scope.province(cast.SOUTH):
        return Outgoing.objects.get(pk=issued.pk).statement


def outcome(receipt: dict[str, Any]) -> str:
    return receipt["body"]["outcome"]


class TestTake:
    def test_knows_its_own_people_by_their_pseudonym(self) -> None:
        eve, number = stories.guest()
        stories.named()

        receipt = inbox.take(sent(number), peer=cast.SOUTH, now=NOW)

        assert outcome(receipt) == "taken"
        assert Incoming.objects.get().citizen == eve

    def test_answers_about_nobody_as_about_somebody(self) -> None:
        _, number = stories.guest()
        stories.named()

        known = inbox.take(sent(number), peer=cast.SOUTH, now=NOW)["body"]
        unknown = inbox.take(sent(stories.document()), peer=cast.SOUTH, now=NOW)["body"]

        differ = {name for name in known if known[name] != unknown[name]}
        assert differ == {"id", "digest"}
        assert known.keys() == unknown.keys()

    def test_gives_the_same_receipt_to_the_same_message(self) -> None:
        _, number = stories.guest()
        stories.named()
        statement = sent(number)

        once = inbox.take(statement, peer=cast.SOUTH, now=NOW)
        again = inbox.take(statement, peer=cast.SOUTH, now=NOW + timedelta(hours=1))

        assert once == again
        assert Incoming.objects.count() == 1
        assert not Evidence.objects.exists()

    def test_believes_nobody_who_speaks_for_another(self) -> None:
        statement = sent(stories.document())

        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(statement, peer=cast.NORTH, now=NOW)

        assert wrong.value.code == "bad-signature"

    def test_refuses_what_is_for_another(self) -> None:
        statement = sent(stories.document())

        with scope.province(cast.SOUTH), pytest.raises(BadEnvelope) as wrong:
            inbox.take(statement, peer=cast.SOUTH, now=NOW)

        assert wrong.value.code == "misdirected"

    @pytest.mark.parametrize("name", ["about", "epoch", "seq", "sealed", "answer_by", "class"])
    def test_refuses_a_change_of_anything(self, name: str) -> None:
        statement = sent(stories.document())
        changes = {"seq": 2, "answer_by": "2026-11-16T04:00:00Z", "epoch": "2026-10"}
        value = statement["body"][name]
        changed = changes.get(name, "case" if name == "class" else f"{value}"[::-1])
        statement = {**statement, "body": {**statement["body"], name: changed}}

        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(statement, peer=cast.SOUTH, now=NOW)

        assert wrong.value.code == "bad-signature"

    @pytest.mark.parametrize(
        ("after", "code"),
        [(timedelta(days=22), "too-old"), (-timedelta(hours=1), "from-the-future")],
    )
    def test_refuses_what_is_of_another_time(self, after: timedelta, code: str) -> None:
        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(sent(stories.document()), peer=cast.SOUTH, now=NOW + after)

        assert wrong.value.code == code

    @pytest.mark.parametrize(
        "statement", [{}, {"body": {}}, {"body": 1, "key": "", "signature": ""}]
    )
    def test_refuses_what_is_no_message(self, statement: dict[str, Any]) -> None:
        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(statement, peer=cast.SOUTH, now=NOW)

        assert wrong.value.code == "bad-envelope"

    def test_catches_who_says_two_things_under_one_number(self) -> None:
        first, second = sent(stories.document()), sent(stories.document())
        inbox.take(first, peer=cast.SOUTH, now=NOW)
        Incoming.objects.update(seq=second["body"]["seq"])

        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(second, peer=cast.SOUTH, now=NOW)

        assert wrong.value.code == "equivocation"
        assert Entry.objects.filter(event=Event.PEER_VIOLATED).exists()

    def test_cannot_open_what_is_sealed_for_another_context(self) -> None:
        first, second = sent(stories.document()), sent(stories.document())
        moved = {**second["body"], "sealed": first["body"]["sealed"]}
        with scope.province(cast.SOUTH):
            statement = statements.signed(moved, keys.signing_key(KeyRole.LEDGER))

        with pytest.raises(BadEnvelope) as wrong:
            inbox.take(statement, peer=cast.SOUTH, now=NOW)

        assert wrong.value.code == "cannot-open"
