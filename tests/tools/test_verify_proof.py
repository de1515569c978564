"""The stand-alone verifier takes a right proof, and nothing that differs from it in one bit."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core.merkle.checkpoints import Checkpoint
from core.merkle.hashing import leaf_hash, tree_root
from core.merkle.proving import inclusion_proof
from core.signing import notes
from core.signing.canonical import canonical
from core.signing.keys import SigningKey
from tests.core.merkle import reference
from tools import verify_proof

NORTH = SigningKey("concord/north", b"n" * 32)
SOUTH = SigningKey("concord/south", b"s" * 32)
EAST = SigningKey("concord/east", b"e" * 32)
AT = 1_794_000_000
INDEX, SIZE = 5, 13
PARTICULARS: dict[str, Any] = {
    "about": "zones.zone:7",
    "by": "accounts.user:3",
    "body": {"name": "城东", "share": 0.25, "cells": [1, 2]},
    "event": "zone.declared",
}
SALT = bytes(range(16))
WHOLE = ["--key", NORTH.verifier.text, "--witness", SOUTH.verifier.text]


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def proof(**parts: Any) -> dict[str, Any]:
    """Return a right proof, or one in which some parts are others."""
    commitment = hashlib.sha256(SALT + rfc8785.dumps(PARTICULARS)).hexdigest()
    leaf = canonical(
        {
            "at": "2026-11-15T04:00:00Z",
            "commitment": commitment,
            "entry": 6,
            "event": "zone.declared",
        }
    )
    data = reference.numbered(SIZE)
    data[INDEX] = leaf
    head = Checkpoint("concord/north/audit", SIZE, tree_root(map(leaf_hash, data))).text()
    return {
        "v": 1,
        "log": "concord/north/audit",
        "leaf": text(leaf),
        "index": INDEX,
        "size": SIZE,
        "proof": [text(step) for step in inclusion_proof(INDEX, SIZE, reference.lookup_in(data))],
        "checkpoint": notes.with_lines(
            notes.sign(head, NORTH), [notes.cosignature(head, SOUTH, AT)]
        ),
        "payload": {"salt": SALT.hex(), **PARTICULARS},
        **parts,
    }


def with_payload(**parts: Any) -> dict[str, Any]:
    return proof(payload={**proof()["payload"], **parts})


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs the verifier over a file's contents: its exit status and its words."""

    def run(contents: Any, *options: str) -> tuple[int, str]:
        file = tmp_path / "proof.json"
        if not isinstance(contents, bytes):
            contents = json.dumps(contents, ensure_ascii=False).encode()
        file.write_bytes(contents)
        status = verify_proof.main([str(file), *(options or WHOLE)])
        return status, capsys.readouterr().out

    return run


class TestMain:
    def test_takes_a_right_proof_and_says_what_it_shows(self, run: Any) -> None:
        status, said = run(proof())

        assert status == 0
        assert said.splitlines()[0] == (
            "- The particulars are those the entry commits to: zone.declared."
        )
        assert "It is number 5 of the 13 entries of concord/north/audit." in said
        assert "concord/north signed the log at this size." in said
        assert "concord/south witnessed it at 2026-11-06T21:20:00Z." in said
        assert said.endswith("The proof holds.\n")

    def test_runs_alone(self, tmp_path: Path) -> None:
        alone = tmp_path / "verify_proof.py"
        alone.write_bytes(Path(verify_proof.__file__).read_bytes())
        (tmp_path / "proof.json").write_text(json.dumps(proof()), encoding="utf-8")

        ran = subprocess.run(
            [sys.executable, "-I", str(alone), "proof.json", *WHOLE],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (ran.returncode, ran.stderr) == (0, "")
        assert "The proof holds." in ran.stdout

    def test_takes_a_proof_whose_particulars_were_erased(self, run: Any) -> None:
        status, said = run(proof(payload=None))

        assert status == 0
        assert "The particulars are not there" in said

    def test_takes_an_entry_of_the_feed(self, run: Any) -> None:
        leaf = canonical({"body": {}, "kind": "zone.effective", "origin": "north", "v": 1})
        head = Checkpoint("concord/north/feed", 1, leaf_hash(leaf)).text()
        public = proof(
            log="concord/north/feed",
            leaf=text(leaf),
            index=0,
            size=1,
            proof=[],
            checkpoint=notes.sign(head, NORTH),
            payload=None,
        )

        status, said = run(public, "--key", NORTH.verifier.text)

        assert status == 0
        assert "The entry is public and holds its own particulars: zone.effective." in said

    def test_names_the_witnesses_it_did_not_check(self, run: Any) -> None:
        status, said = run(proof(), "--key", NORTH.verifier.text)

        assert status == 0
        assert "Not checked, for no key was given: concord/south." in said

    def test_takes_a_witness_s_key_of_its_own_type(self, run: Any) -> None:
        witness = SOUTH.verifier
        key = text(b"\x04" + witness.public)
        vkey = f"{witness.name}+{witness.cosigner_id.hex()}+{key}"

        assert run(proof(), "--key", NORTH.verifier.text, "--witness", vkey)[0] == 0

    @pytest.mark.parametrize("option", ["--key", "--witness"])
    @pytest.mark.parametrize(
        "key",
        [
            "",
            "concord/north",
            EAST.verifier.text,
            f"concord/north{EAST.verifier.text[12:]}",
            NORTH.verifier.text[:-4],
            NORTH.verifier.text.replace("+", " "),
        ],
    )
    def test_refuses_with_another_key(self, run: Any, option: str, key: str) -> None:
        status, said = run(proof(), "--key", NORTH.verifier.text, option, key)

        assert status == 1
        assert said.startswith("REFUSED: ")

    def test_refuses_a_key_under_another_id(self, run: Any) -> None:
        name, key_id, key = NORTH.verifier.text.split("+", 2)

        status, said = run(proof(), "--key", f"{name}+{key_id[::-1]}+{key}")

        assert status == 1
        assert "not the one its id" in said

    def test_refuses_a_witness_that_was_not_there(self, run: Any) -> None:
        status, said = run(proof(), *WHOLE, "--witness", EAST.verifier.text)

        assert status == 1
        assert "concord/east has not witnessed" in said

    def test_refuses_what_is_said_twice(self, run: Any) -> None:
        contents = json.dumps(proof()).replace('"v": 1', '"v": 1, "v": 1', 1).encode()

        status, said = run(contents)

        assert (status, said) == (1, "REFUSED: the file says something twice\n")

    def test_refuses_another_province_s_log_under_one_s_key(self, run: Any) -> None:
        head = Checkpoint("concord/south/audit", 1, leaf_hash(b"{}")).text()
        forged = proof(
            log="concord/south/audit",
            leaf=text(b"{}"),
            index=0,
            size=1,
            proof=[],
            checkpoint=notes.sign(head, NORTH),
            payload=None,
        )

        status, said = run(forged, "--key", NORTH.verifier.text)

        assert (status, said) == (
            1,
            "REFUSED: concord/south/audit is not a log of concord/north\n",
        )

    @pytest.mark.parametrize(
        ("wrong", "complaint"),
        [
            (proof(v=2), "version 1"),
            (proof(more=1), "version 1"),
            ([], "version 1"),
            (proof(log="concord/north/feed"), "the checkpoint of concord/north/audit"),
            (proof(size=14), "of 14 entries"),
            (proof(size="13"), "size is not a whole number"),
            (proof(index=True), "index is not a whole number"),
            (proof(index=13), "not below"),
            (proof(index=-1), "not below"),
            (proof(index=4), "another root"),
            (proof(proof="text"), "proof is not what it is"),
            (proof(proof=[]), "ends before the root"),
            (proof(proof=proof()["proof"] * 2), "too long"),
            (proof(proof=[*proof()["proof"][:-1], "AAAA"]), "not a hash"),
            (proof(proof=[*proof()["proof"][:-1], None]), "step 3 of the proof is not base64"),
            (proof(leaf=text(b"{}"), payload=None), "another root"),
            (proof(leaf=text(b"nonsense")), "not JSON"),
            (proof(leaf=text(b"[]")), "commits to"),
            (proof(leaf="!"), "the entry is not base64"),
            (proof(checkpoint=""), "the checkpoint is not"),
            (proof(checkpoint="a\nb\nc\n\n— a AAAA\n"), "size is not a number"),
            (
                proof(
                    checkpoint=proof()["checkpoint"].replace("— concord/north ", "— concord/no ")
                ),
                "did not sign",
            ),
            (proof(checkpoint=f"a\n{'9' * 5000}\nc\n\n— a AAAA\n"), "REFUSED"),
            (proof(checkpoint=proof()["checkpoint"].replace("— ", "- ")), "not a signature"),
            (with_payload(by="accounts.user:4"), "not those the entry commits to"),
            (with_payload(salt="ff" * 16), "not those the entry commits to"),
            (with_payload(salt="no"), "small hexadecimal"),
            (with_payload(salt=None), "small hexadecimal"),
            (with_payload(salt=SALT.hex().upper()), "small hexadecimal"),
            (with_payload(more=1), "not salt, by"),
            (with_payload(body={"a": float("nan")}), "not a number"),
            (proof(payload=[]), "not salt, by"),
        ],
    )
    def test_says_what_is_wrong(self, run: Any, wrong: Any, complaint: str) -> None:
        status, said = run(wrong)

        assert status == 1
        assert complaint in said

    def test_refuses_an_event_that_is_not_the_entry_s(self, run: Any) -> None:
        commitment = hashlib.sha256(SALT + rfc8785.dumps(PARTICULARS)).hexdigest()
        leaf = canonical({"commitment": commitment, "event": "zone.ended"})
        head = Checkpoint("concord/north/audit", 1, leaf_hash(leaf)).text()
        wrong = proof(
            leaf=text(leaf), index=0, size=1, proof=[], checkpoint=notes.sign(head, NORTH)
        )

        status, said = run(wrong, "--key", NORTH.verifier.text)

        assert status == 1
        assert "another event" in said

    @pytest.mark.parametrize("contents", [b"", b"\xff", b"{", b'{"v":1,"v":1}', b"[" * 100_000])
    def test_refuses_what_is_not_a_proof(self, run: Any, contents: bytes) -> None:
        assert run(contents)[0] == 1

    def test_shows_nothing_that_moves_the_cursor(self, run: Any) -> None:
        status, said = run(proof(log="\x1b[1A\rconcord/north/audit"))

        assert status == 1
        assert said.count("\n") == 1
        assert "\x1b" not in said

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert verify_proof.main([str(tmp_path / "none.json"), *WHOLE]) == 1

    def test_refuses_a_witness_at_no_time_there_is(self, run: Any) -> None:
        head = proof()["checkpoint"].partition("\n\n")[0] + "\n"
        line = notes.cosignature(head, SOUTH, (1 << 63) - 1)

        status, said = run(proof(checkpoint=notes.with_lines(notes.sign(head, NORTH), [line])))

        assert status == 1
        assert "no time that there is" in said

    def test_refuses_one_bit_of_every_byte_changed(self, run: Any) -> None:
        contents = json.dumps(proof(), ensure_ascii=False, separators=(",", ":")).encode()

        for place in range(len(contents)):
            changed = bytearray(contents)
            changed[place] ^= 1 << (place % 8)
            assert run(bytes(changed))[0] == 1, bytes(changed)

    @pytest.mark.battery
    def test_refuses_every_bit_changed(self, run: Any) -> None:
        contents = json.dumps(proof(), ensure_ascii=False, separators=(",", ":")).encode()

        for place in range(len(contents) * 8):
            changed = bytearray(contents)
            changed[place // 8] ^= 1 << (place % 8)
            assert run(bytes(changed))[0] == 1, bytes(changed)


class TestRootAbove:
    @pytest.mark.parametrize("size", range(1, 35))
    def test_is_the_root_from_every_leaf(self, size: int) -> None:
        data = reference.numbered(size)
        root = reference.mth(data)

        for index, leaf in enumerate(data):
            steps = reference.path(index, data)
            assert verify_proof.root_above(leaf_hash(leaf), index, size, steps) == root


class TestCanonical:
    @given(
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**53) + 1, 2**53 - 1)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(exclude_categories=["Cs"])),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3
                )
            ),
            max_leaves=10,
        )
    )
    def test_is_what_the_ledger_commits_to(self, value: Any) -> None:
        assert verify_proof.canonical(value).encode() == rfc8785.dumps(value)

    @pytest.mark.parametrize(
        ("number", "written"),
        [
            # RFC 8785 appendix B.
            (0.0, "0"),
            (-0.0, "0"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (9007199254740992.0, "9007199254740992"),
            (295147905179352830000.0, "295147905179352830000"),
            (9.999999999999997e22, "9.999999999999997e+22"),
            (1e23, "1e+23"),
            (999999999999999700000.0, "999999999999999700000"),
            (1e21, "1e+21"),
            (9.999999999999997e-7, "9.999999999999997e-7"),
            (0.000001, "0.000001"),
            (333333333.3333332, "333333333.3333332"),
            (-0.0000033333333333333333, "-0.0000033333333333333333"),
            (1424953923781206.2, "1424953923781206.2"),
        ],
    )
    def test_writes_fractions_as_the_standard_does(self, number: float, written: str) -> None:
        assert verify_proof.canonical(number) == written
