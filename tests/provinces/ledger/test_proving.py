"""Proofs: verified by nothing but the file and the key."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.conf import settings

from core.merkle.checkpoints import parse
from core.merkle.hashing import leaf_hash
from core.merkle.verifying import verify_inclusion
from core.signing import notes
from core.signing.canonical import parsed
from core.signing.keys import generate
from provinces.ledger import queries, services
from provinces.ledger.models import Payload
from provinces.tenancy import directory, keys
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW
from tests.factories import ledger


def verify(proof: dict[str, Any]) -> None:
    """Verify a proof as its reader would."""
    leaf = base64.b64decode(proof["leaf"])
    note = notes.opened(proof["checkpoint"], keys.verifiers(KeyRole.LEDGER))
    checkpoint = parse(note.text)
    assert (checkpoint.origin, checkpoint.size) == (proof["log"], proof["size"])
    path = [base64.b64decode(each) for each in proof["proof"]]
    verify_inclusion(leaf_hash(leaf), proof["index"], proof["size"], path, checkpoint.root)
    if payload := proof["payload"]:
        salt = bytes.fromhex(payload.pop("salt"))
        commitment = hashlib.sha256(salt + rfc8785.dumps(payload)).hexdigest()
        assert parsed(leaf)["commitment"] == commitment


class TestProofOf:
    @pytest.mark.parametrize("size", [1, 2, 300])
    def test_verifies_for_the_audit_log(self, north: directory.Entry, size: int) -> None:
        made = ledger.recorded(size)
        ledger.seal()

        for entry in (made[0], made[-1], made[size // 2]):
            verify(queries.proof_of(entry))

    def test_verifies_for_the_feed(self, north: directory.Entry) -> None:
        made = ledger.published(300)
        ledger.seal()

        proof = queries.proof_of(made[256])

        verify(proof)
        assert (proof["v"], proof["log"], proof["index"]) == (1, "concord/north/feed", 256)
        assert proof["payload"] is None

    def test_verifies_when_the_payload_is_erased(self, north: directory.Entry) -> None:
        (entry,) = ledger.recorded()
        ledger.seal()
        with as_owner():
            Payload.objects.all().delete()

        proof = queries.proof_of(entry)

        verify(proof)
        assert proof["payload"] is None

    def test_is_made_under_what_others_have_seen(self, north: directory.Entry) -> None:
        (entry,) = ledger.recorded()
        ledger.seal()
        south = generate("concord/south")
        text = parse_text(queries.head("audit").note)
        line = notes.cosignature(text, south, int(NOW.timestamp()))
        services.take_cosignature("audit", 1, witness="south", line=line, now=NOW)
        (later,) = ledger.recorded()
        ledger.seal()

        proof = queries.proof_of(entry)

        verify(proof)
        assert proof["size"] == 1
        assert notes.cosigners(proof["checkpoint"], [south.verifier]) == {
            "concord/south": int(NOW.timestamp())
        }
        assert queries.proof_of(later)["size"] == 2

    def test_is_verified_with_one_file_and_a_key(
        self, north: directory.Entry, tmp_path: Path
    ) -> None:
        (entry,) = ledger.recorded()
        ledger.seal()
        proof = queries.proof_of(entry)
        (tmp_path / "proof.json").write_text(json.dumps(proof))
        proof["payload"]["by"] = "somebody else"
        (tmp_path / "false.json").write_text(json.dumps(proof))

        assert verified_by_the_tool(tmp_path / "proof.json") == 0
        assert verified_by_the_tool(tmp_path / "false.json") == 1

    @pytest.mark.parametrize("make", [ledger.recorded, ledger.published])
    def test_needs_no_payload(
        self, north: directory.Entry, tmp_path: Path, make: Callable[[], list[Any]]
    ) -> None:
        (entry,) = make()
        ledger.seal()
        with as_owner():
            Payload.objects.all().delete()
        (tmp_path / "proof.json").write_text(json.dumps(queries.proof_of(entry)))

        assert verified_by_the_tool(tmp_path / "proof.json") == 0

    def test_is_there_once_the_entry_is_sealed(self, north: directory.Entry) -> None:
        (entry,) = ledger.recorded()

        with pytest.raises(queries.NotSealed):
            queries.proof_of(entry)


def parse_text(note: str) -> str:
    return notes.opened(note, keys.verifiers(KeyRole.LEDGER)).text


def verified_by_the_tool(proof: Path) -> int:
    key = keys.signing_key(KeyRole.LEDGER).verifier.text
    tool = Path(settings.BASE_DIR) / "tools" / "verify_proof.py"
    command = [sys.executable, str(tool), str(proof), "--key", key]
    return subprocess.run(command, check=False, capture_output=True).returncode
