"""Messages are sealed for one receiver, in one context, and signed by one sender."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from core.signing import keys, statements
from core.signing.sealing import SealingKey
from federation.casework import envelope
from federation.casework.classes import MessageClass
from federation.casework.envelope import Envelope
from federation.casework.refusals import BadEnvelope, Fault
from tests.federation.casework.stories import NOW
from tests.federation.casework.test_words import JSON

SENDER, RECEIVER = keys.generate("concord/south"), keys.generate("concord/north")
SEALED_FOR = SealingKey.generate()
HEADER = Envelope(
    sender="south",
    receiver="north",
    id=uuid.UUID("9b2b3c1e-3c0e-4c5b-9d38-3f1c2f7f5a10"),
    seq=7,
    of=MessageClass.CONTACT,
    about="a" * 52,
    epoch="2026-11",
    sent_at=NOW,
    answer_by=NOW + timedelta(hours=24),
)


def written(body: dict[str, Any], header: Envelope = HEADER) -> dict[str, Any]:
    return envelope.written(header, body, to=SEALED_FOR.public, key=SENDER)


def code(statement: Any, *verifiers: keys.Verifier) -> str:
    """Return by which name a statement is refused."""
    with pytest.raises(BadEnvelope) as refused:
        envelope.read(statement, verifiers or [SENDER.verifier])
    return refused.value.code


class TestWritten:
    @given(JSON)
    @settings(deadline=None)
    def test_comes_back_as_it_was(self, value: Any) -> None:
        read = envelope.read(written({"said": value}), [SENDER.verifier])

        assert replace(read, sealed="") == HEADER
        assert envelope.opened(read, [SEALED_FOR]) == {"said": value}

    def test_can_be_opened_with_an_older_key(self) -> None:
        read = envelope.read(written({}), [SENDER.verifier])

        assert envelope.opened(read, [SealingKey.generate(), SEALED_FOR]) == {}

    @pytest.mark.parametrize(
        "changes",
        [
            {"sender": "east"},
            {"receiver": "east"},
            {"id": uuid.uuid4()},
            {"seq": 8},
            {"of": MessageClass.CASE},
            {"about": "b" * 52},
            {"epoch": "2026-12"},
            {"sent_at": NOW + timedelta(seconds=1)},
            {"answer_by": None},
            {"in_reply_to": uuid.uuid4()},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_cannot_be_opened_in_another_context(self, changes: dict[str, Any]) -> None:
        read = envelope.read(written({}), [SENDER.verifier])

        with pytest.raises(BadEnvelope) as refused:
            envelope.opened(replace(read, **changes), [SEALED_FOR])
        assert refused.value.code == "cannot-open"


class TestRead:
    def test_believes_the_senders_key_alone(self) -> None:
        assert code(written({}), RECEIVER.verifier) == "bad-signature"

    @pytest.mark.parametrize(
        ("changes", "name"),
        [
            ({"v": 2}, "no-common-version"),
            ({"seq": 0}, "bad-envelope"),
            ({"seq": True}, "bad-envelope"),
            ({"class": "colour"}, "bad-envelope"),
            ({"id": "x"}, "bad-envelope"),
            ({"id": "{9b2b3c1e-3c0e-4c5b-9d38-3f1c2f7f5a10}"}, "bad-envelope"),
            ({"about": "A" * 52}, "bad-envelope"),
            ({"about": 7}, "bad-envelope"),
            ({"epoch": "2026"}, "bad-envelope"),
            ({"sent_at": "now"}, "bad-envelope"),
            ({"sealed": ""}, "bad-envelope"),
            ({"sealed": None}, "bad-envelope"),
            ({"from": 7}, "bad-envelope"),
            ({"more": 1}, "bad-envelope"),
        ],
        ids=str,
    )
    def test_takes_one_form(self, changes: dict[str, Any], name: str) -> None:
        body = {**written({})["body"], **changes}

        assert code(statements.signed(body, SENDER)) == name


class TestReceipt:
    def receipt(self, **changes: Any) -> dict[str, Any]:
        """Return the body that the sender reads of a receipt with some changes."""
        statement = written({})
        read = envelope.read(statement, [SENDER.verifier])
        fault = Fault("/fact", "no-such-class", "it is not on the list")
        told = envelope.acknowledgement(read, [fault], at=NOW, key=RECEIVER)
        signed = statements.signed({**told["body"], **changes}, RECEIVER)
        return envelope.receipt(signed, [RECEIVER.verifier], of=statement["body"])

    def test_says_what_is_wrong(self) -> None:
        read = self.receipt()

        assert read["outcome"] == "refused"
        assert [problem["code"] for problem in read["problems"]] == ["no-such-class"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"from": "east"},
            {"to": "east"},
            {"digest": "0"},
            {"outcome": "maybe"},
            {"problems": 1},
            {"more": 1},
            {"problems": ["x"]},
            {"problems": [{"code": "\0", "detail": "", "pointer": ""}]},
        ],
        ids=str,
    )
    def test_is_of_one_message(self, changes: dict[str, Any]) -> None:
        with pytest.raises(BadEnvelope) as refused:
            self.receipt(**changes)
        assert refused.value.code == "bad-acknowledgement"

    def test_is_signed_by_its_receiver(self) -> None:
        statement = written({})
        read = envelope.read(statement, [SENDER.verifier])
        told = envelope.acknowledgement(read, [], at=NOW, key=SENDER)

        with pytest.raises(BadEnvelope) as refused:
            envelope.receipt(told, [RECEIVER.verifier], of=statement["body"])
        assert refused.value.code == "bad-signature"
