"""A statement is by who signed it, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from core.signing import base64_text, canonical, keys, notes, statements
from core.signing.canonical import NotCanonical
from core.signing.keys import SigningKey
from core.signing.statements import BadStatement

NORTH = SigningKey("concord/north", b"n" * 32)
SOUTH = SigningKey("concord/south", b"s" * 32)
BODY = {"outcome": "allow", "until": "2026-11-15T04:00:00Z"}


def altered(**parts: Any) -> dict[str, Any]:
    return {**statements.signed(BODY, NORTH), **parts}


class TestSigned:
    def test_names_its_key(self) -> None:
        statement = statements.signed(BODY, NORTH)

        assert statement["key"] == NORTH.verifier.id_text
        assert statements.claimed_key(statement) == NORTH.verifier.id_text

    def test_refuses_a_body_without_a_form(self) -> None:
        with pytest.raises(NotCanonical, match=r"\$\.share is a float"):
            statements.signed({"share": 0.5}, NORTH)


class TestVerified:
    def test_returns_the_body(self) -> None:
        statement = statements.signed(BODY, NORTH)

        assert statements.verified(statement, NORTH.verifier) == BODY

    def test_takes_any_of_the_keys(self) -> None:
        statement = statements.signed(BODY, NORTH)

        assert statements.verified(statement, SOUTH.verifier, NORTH.verifier) == BODY

    def test_survives_the_wire(self) -> None:
        wire = canonical.canonical(statements.signed(BODY, NORTH))

        assert statements.verified(canonical.parsed(wire), NORTH.verifier) == BODY

    @pytest.mark.parametrize(
        "statement",
        [
            None,
            [],
            {},
            altered(more=1),
            altered(body=[]),
            altered(body="text"),
            altered(key=None),
            altered(signature=None),
            altered(signature=""),
            altered(signature="!"),
            altered(signature="AAAA"),
            altered(body={**BODY, "outcome": "deny"}),
            altered(body={**BODY, "share": 0.5}),
            altered(body={"deep": [[[1.5]]]}),
            altered(key=SOUTH.verifier.id_text),
            altered(key="concord/north+00000000"),
            statements.signed(BODY, keys.generate("concord/north")),
            statements.signed(BODY, SOUTH),
        ],
    )
    def test_refuses_every_other(self, statement: Any) -> None:
        with pytest.raises(BadStatement):
            statements.verified(statement, NORTH.verifier)

    def test_is_not_a_note(self) -> None:
        note = notes.sign(f"{canonical.canonical(BODY).decode()}\n", NORTH)
        signature = base64_text.encoded(
            base64_text.decoded(note.rstrip("\n").rpartition(" ")[2])[4:]
        )

        with pytest.raises(BadStatement):
            statements.verified(altered(signature=signature), NORTH.verifier)
