"""The stand-alone verifier takes a right purge certificate, and none that differs in one bit."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from core.merkle.checkpoints import Checkpoint
from core.merkle.hashing import leaf_hash
from core.signing import notes, statements
from core.signing.canonical import canonical
from core.signing.keys import SigningKey
from provinces.retention.certificates import Gone, body_of
from tests.cast import NOW
from tools import verify_proof

NORTH = SigningKey("concord/north", b"n" * 32)
FORMER = SigningKey("concord/north", b"f" * 32)
SALT = bytes(16)
BY_KEYS = Gone("notices", "notices_notice", NOW, [3, 4, 9])
BY_COMMITMENTS = Gone("outcomes", "status_outcome", NOW, [3, 4], [b"a" * 32, b"b" * 32])
A_LOT = Gone("presences", "presence_presence", NOW, lot="presence_presence_d1", rows=7)


def made(gone: Gone = BY_KEYS, key: SigningKey = NORTH, **said: Any) -> dict[str, Any]:
    """Return a certificate with its proof; what is given is said in its body instead."""
    body = {**body_of(gone, province="north", period=3600, at=NOW), **said}
    statement = statements.signed(body, key)
    told = {
        "class": body["class"],
        "count": body["count"],
        "sha256": hashlib.sha256(canonical(statement)).hexdigest(),
    }
    return {
        "v": 1,
        "certificate": statement,
        "commitments": [each.hex() for each in gone.commitments],
        "proof": proof(told),
    }


def proof(told: dict[str, Any], event: str = "purge.certified") -> dict[str, Any]:
    """Return the proof of an entry that says something, alone in its log."""
    particulars = {"about": "", "by": "", "body": told, "event": event}
    commitment = hashlib.sha256(SALT + canonical(particulars)).hexdigest()
    leaf = canonical({"commitment": commitment, "event": event})
    head = Checkpoint("concord/north/audit", 1, leaf_hash(leaf)).text()
    return {
        "v": 1,
        "log": "concord/north/audit",
        "leaf": base64.b64encode(leaf).decode(),
        "index": 0,
        "size": 1,
        "proof": [],
        "checkpoint": notes.sign(head, NORTH),
        "payload": {"salt": SALT.hex(), **particulars},
    }


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs the verifier over a file: its exit status and its words."""

    def run(contents: Any, *options: str) -> tuple[int, str]:
        file = tmp_path / "certificate.json"
        file.write_bytes(contents if isinstance(contents, bytes) else json.dumps(contents).encode())
        status = verify_proof.main([str(file), "--key", NORTH.verifier.text, *options])
        return status, capsys.readouterr().out

    return run


class TestCertificate:
    @pytest.mark.parametrize("gone", [BY_KEYS, BY_COMMITMENTS, A_LOT])
    def test_is_taken_where_all_of_it_holds(self, run: Any, gone: Gone) -> None:
        status, said = run(made(gone))

        assert status == 0
        assert f"rows of {gone.kind} ({gone.table}) were certified as erased." in said
        assert "The entry names this certificate." in said
        assert "concord/north signed the log at this size." in said

    def test_is_taken_by_a_former_key_that_is_given(self, run: Any) -> None:
        certificate = made(key=FORMER)

        assert run(certificate)[0] == 1
        assert run(certificate, "--former-key", FORMER.verifier.text)[0] == 0

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"count": 2}, "counts 2 rows, and names 3"),
            ({"digest": "0" * 64}, "is not over what it names"),
            ({"ranges": [[3, 5]]}, "is not over what it names"),
            ({"over": "commitments"}, "0 commitments are there"),
            ({"ranges": None}, "does not say what a certificate says"),
        ],
    )
    def test_is_refused_where_it_contradicts_itself(
        self, run: Any, said: dict[str, Any], refusal: str
    ) -> None:
        status, told = run(made(**said))

        assert status == 1
        assert refusal in told

    def test_is_refused_where_the_entry_names_another(self, run: Any) -> None:
        other = {**made(), "proof": made(A_LOT)["proof"]}

        assert "the entry names another certificate" in run(other)[1]

    def test_is_refused_where_the_entry_is_of_another_event(self, run: Any) -> None:
        certificate = made()
        told = certificate["proof"]["payload"]["body"]
        certificate["proof"] = proof(told, event="notice.read")

        assert "the entry is not about a purge" in run(certificate)[1]

    def test_is_refused_without_the_entrys_particulars(self, run: Any) -> None:
        certificate = copy.deepcopy(made())
        certificate["proof"]["payload"] = None

        assert "its particulars are not there" in run(certificate)[1]

    @pytest.mark.parametrize("gone", [BY_COMMITMENTS, A_LOT])
    def test_is_refused_with_one_bit_of_any_byte_changed(self, run: Any, gone: Gone) -> None:
        contents = json.dumps(made(gone), separators=(",", ":")).encode()

        for place in range(len(contents)):
            changed = bytearray(contents)
            changed[place] ^= 1 << (place % 8)
            assert run(bytes(changed))[0] == 1, bytes(changed)
