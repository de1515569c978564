"""Check a proof that an entry is in a province's log, without anything of the province's.

    python verify_proof.py proof.json --key 'concord/north+1a2b3c4d+AQ…' --witness 'concord/…'
    python verify_proof.py certificate.json --key … [--former-key …]

The one file is all there is: Python and its package `cryptography`. Take the keys from a place
you trust (another province's membership document, a newspaper), not from where the proof comes.

What is checked, in this order: that the particulars are those the entry commits to (if they are
there; they may have been erased), that the entry is in the tree (RFC 9162), that the log signed
this tree, and which witnesses saw it (C2SP tlog-checkpoint and tlog-cosignature).

Of a purge certificate besides: that the province signed it, that its count is that of the rows it
names, that its digest is over the commitments that stay of them, and that the entry names it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import re
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOTE, COSIGNATURE = b"\x01", b"\x04"  # signature types of C2SP signed-note
MEMBERS = {"v", "log", "leaf", "index", "size", "proof", "checkpoint", "payload"}
CERTIFICATE = {"v", "certificate", "commitments", "proof"}
STATEMENT = b"concord/statement/v1\n"  # what is signed of a statement begins with this


class Refused(ValueError):
    """The proof does not hold, and why."""


class Key(NamedTuple):
    """A public key and whose it is."""

    name: str
    public: bytes

    def id_for(self, signature_type: bytes) -> bytes:
        """Return the four bytes by which signature lines name the key."""
        return hashlib.sha256(self.name.encode() + b"\n" + signature_type + self.public).digest()[
            :4
        ]

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if the key signed the data, or raise Refused."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except (InvalidSignature, ValueError) as error:
            raise Refused(f"the signature by {self.name} is wrong") from error


class Checkpoint(NamedTuple):
    """The signed text, what it says, and its signatures: (name, key id, signature)."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: list[tuple[str, bytes, bytes]]


def key_from(text: str) -> Key:
    """Return the key of a line `name+id+key`, or raise Refused."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    data = _base64(encoded, "the key")
    key = Key(name, data[1:])
    if len(data) != 33 or data[:1] not in (NOTE, COSIGNATURE):
        raise Refused(f"{text!r} is not an Ed25519 key")
    if key.id_for(data[:1]).hex() != key_id:
        raise Refused(f"the key of {name} is not the one its id {key_id} says")
    return key


def check(proof: Any, key: Key, witnesses: list[Key]) -> list[str]:
    """Return what was found right, a sentence for each step, or raise Refused."""
    _check_form(proof)
    leaf = _base64(proof["leaf"], "the entry")
    checkpoint = parsed(proof["checkpoint"])
    if (checkpoint.origin, checkpoint.size) != (proof["log"], proof["size"]):
        raise Refused(
            f"the proof is for {proof['log']} of {proof['size']} entries, "
            f"the checkpoint of {checkpoint.origin} of {checkpoint.size}"
        )
    said = [_check_payload(leaf, proof["payload"])]
    leaf_hash = hashlib.sha256(b"\x00" + leaf).digest()
    said.append(f"The entry's hash is {leaf_hash.hex()}.")
    steps = [
        _base64(step, f"step {place} of the proof") for place, step in enumerate(proof["proof"])
    ]
    if root_above(leaf_hash, proof["index"], proof["size"], steps) != checkpoint.root:
        raise Refused("the proof leads to another root than the checkpoint's")
    said.append(f"It is number {proof['index']} of the {proof['size']} entries of {proof['log']}.")
    said.append(_check_signature(checkpoint, key))
    return said + _check_cosignatures(checkpoint, key, witnesses)


def check_certificate(file: Any, keys: list[Key], witnesses: list[Key]) -> list[str]:
    """Return what was found right of a purge certificate and its entry, or raise Refused.

    The first of the keys is the log's; a certificate may have been signed with a former one.
    """
    if set(file) != CERTIFICATE or file["v"] != 1 or not isinstance(file["commitments"], list):
        raise Refused(f"a certificate is version 1 and has {', '.join(sorted(CERTIFICATE))}")
    body = _statement(file["certificate"], keys)
    try:
        said = [_check_gone(body, file["commitments"])]
        told = {"class": body["class"], "count": body["count"]}
    except (KeyError, TypeError) as error:
        raise Refused("the certificate does not say what a certificate says") from error
    held = check(file["proof"], keys[0], witnesses)
    payload = file["proof"]["payload"] or {}
    named = hashlib.sha256(canonical(file["certificate"]).encode()).hexdigest()
    if payload.get("event") != "purge.certified":
        raise Refused("the entry is not about a purge, or its particulars are not there")
    if payload["body"] != {**told, "sha256": named}:
        raise Refused("the entry names another certificate")
    return [*said, "The entry names this certificate.", *held]


def _statement(statement: Any, keys: list[Key]) -> Any:
    """Return what one of the keys signed."""
    if not isinstance(statement, dict) or set(statement) != {"body", "key", "signature"}:
        raise Refused("what is signed is not body, key and signature")
    for key in keys:
        if statement["key"] == f"{key.name}+{key.id_for(NOTE).hex()}":
            signature = _base64(statement["signature"], "the certificate's signature")
            key.verify(signature, STATEMENT + canonical(statement["body"]).encode())
            return statement["body"]
    raise Refused(f"the certificate is by {str(statement['key'])[:80]}, a key that was not given")


def _check_gone(body: Any, commitments: list[Any]) -> str:
    """Compare the count and the digest with what is named as gone."""
    count, over = body["count"], body["over"]
    named = count if over == "lot" else sum(last - first + 1 for first, last in body["ranges"])
    if named != count:
        raise Refused(f"the certificate counts {count} rows, and names {named}")
    if len(commitments) != (count if over == "commitments" else 0):
        raise Refused(f"{len(commitments)} commitments are there, for {count} rows by {over}")
    made = hashlib.sha256(f"{body['lot']} {count}\n".encode() if over == "lot" else b"")
    for first, last in body["ranges"] if over == "keys" else []:
        for key in range(first, last + 1):
            made.update(f"{key}\n".encode())
    for each in commitments:
        made.update(_hexadecimal(each, "a commitment"))
    if made.hexdigest() != body["digest"]:
        raise Refused("the certificate's digest is not over what it names")
    return f"{count} rows of {body['class']} ({body['table']}) were certified as erased."


def root_above(leaf_hash: bytes, index: int, size: int, steps: list[bytes]) -> bytes:
    """Return the root to which the steps lead (RFC 9162 §2.1.3.2), or raise Refused."""
    here, last, hashed = index, size - 1, leaf_hash
    for step in steps:
        if last == 0 or len(step) != 32:
            raise Refused("the proof is too long, or a step of it is not a hash")
        is_right = here % 2 == 1 or here == last
        pair = step + hashed if is_right else hashed + step
        hashed = hashlib.sha256(b"\x01" + pair).digest()
        while is_right and here and here % 2 == 0:
            here, last = here // 2, last // 2
        here, last = here // 2, last // 2
    if last:
        raise Refused("the proof ends before the root")
    return hashed


def parsed(note: str) -> Checkpoint:
    """Return what a checkpoint's note says; nothing of it is verified yet."""
    body, parted, rest = note.rpartition("\n\n")
    lines = body.split("\n")
    if not parted or not rest.endswith("\n") or len(lines) < 3 or "" in lines:
        raise Refused("the checkpoint is not origin, size and root, and signatures after a blank")
    if not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise Refused("the checkpoint's size is not a number")
    return Checkpoint(
        text=f"{body}\n",
        origin=lines[0],
        size=int(lines[1]),
        root=_base64(lines[2], "the checkpoint's root"),
        signatures=[_signature(line) for line in rest[:-1].split("\n")],
    )


def canonical(value: Any) -> str:
    """Return the canonical JSON of a value (RFC 8785)."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        # Keys are put in order by their UTF-16 units.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Return a number with a fraction as ECMAScript writes it (ECMA-262, Number::toString)."""
    if value <= 0 or not math.isfinite(value):
        if value == 0:
            return "0"
        if not math.isfinite(value):
            raise Refused(f"{value} is not a number")
        return "-" + _number(-value)
    _, parts, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, parts))
    point = len(digits) + int(exponent)
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if digits[1:] else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def _check_payload(leaf: bytes, payload: Any) -> str:
    """Compare the particulars with what the entry commits to."""
    try:
        entry = json.loads(leaf)
    except ValueError as error:
        raise Refused("the entry is not JSON") from error
    if payload is None and isinstance(entry, dict) and "commitment" not in entry:
        return f"The entry is public and holds its own particulars: {entry.get('kind')}."
    if payload is None:
        return "The particulars are not there: who did what cannot be told from this proof."
    if not isinstance(payload, dict) or set(payload) != {"salt", "by", "about", "event", "body"}:
        raise Refused("the particulars are not salt, by, about, event and body")
    particulars = {name: payload[name] for name in ("about", "by", "body", "event")}
    made = _hexadecimal(payload["salt"], "the salt") + canonical(particulars).encode()
    if not isinstance(entry, dict) or hashlib.sha256(made).hexdigest() != entry.get("commitment"):
        raise Refused("the particulars are not those the entry commits to")
    if payload["event"] != entry.get("event"):
        raise Refused("the particulars are of another event than the entry")
    return f"The particulars are those the entry commits to: {payload['event']}."


def _hexadecimal(text: Any, what: str) -> bytes:
    if not isinstance(text, str) or re.fullmatch(r"([0-9a-f]{2})+", text) is None:
        raise Refused(f"{what} is not written in small hexadecimal digits")
    return bytes.fromhex(text)


def _check_signature(checkpoint: Checkpoint, key: Key) -> str:
    if not checkpoint.origin.startswith(f"{key.name}/"):
        raise Refused(f"{checkpoint.origin} is not a log of {key.name}")
    for name, key_id, signature in checkpoint.signatures:
        if (name, key_id) == (key.name, key.id_for(NOTE)):
            key.verify(signature, checkpoint.text.encode())
            return f"{key.name} signed the log at this size."
    raise Refused(f"{key.name} did not sign the checkpoint with the key given")


def _check_cosignatures(checkpoint: Checkpoint, log: Key, witnesses: list[Key]) -> list[str]:
    said = []
    for witness in witnesses:
        times = [
            _cosigned_at(checkpoint, witness, signature)
            for name, key_id, signature in checkpoint.signatures
            if (name, key_id) == (witness.name, witness.id_for(COSIGNATURE))
        ]
        if not times:
            raise Refused(f"{witness.name} has not witnessed this checkpoint with the key given")
        said.append(f"{witness.name} witnessed it at {max(times):%Y-%m-%dT%H:%M:%SZ}.")
    given = {log.name, *(witness.name for witness in witnesses)}
    others = {name for name, _, _ in checkpoint.signatures} - given
    if others:
        said.append(f"Not checked, for no key was given: {', '.join(sorted(others))}.")
    return said


def _cosigned_at(checkpoint: Checkpoint, witness: Key, signature: bytes) -> datetime:
    at = int.from_bytes(signature[:8], "big")
    witness.verify(signature[8:], f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode())
    try:
        return datetime.fromtimestamp(at, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Refused(f"{witness.name} witnessed it at no time that there is") from error


def _check_form(proof: Any) -> None:
    if not isinstance(proof, dict) or set(proof) != MEMBERS or proof["v"] != 1:
        raise Refused(f"a proof is version 1 and has {', '.join(sorted(MEMBERS))}")
    for name, kind in (("log", str), ("leaf", str), ("checkpoint", str), ("proof", list)):
        if not isinstance(proof[name], kind):
            raise Refused(f"{name} is not what it is in a proof")
    for name in ("index", "size"):
        if type(proof[name]) is not int:
            raise Refused(f"{name} is not a whole number")
    if not 0 <= proof["index"] < proof["size"]:
        raise Refused("the entry's number is not below the log's size")


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
    if found is None:
        raise Refused(f"{line[:60]!r} is not a signature")
    data = _base64(found[2], f"the signature by {found[1]}")
    return found[1], data[:4], data[4:]


def _base64(text: Any, what: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError) as error:
        raise Refused(f"{what} is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Refused(f"{what} is not base64 as it is written")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise Refused("the file says something twice")
    return dict(pairs)


def main(arguments: list[str] | None = None) -> int:
    """Check the file named on the command line; 0 if the proof holds, 1 if not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="the proof or the certificate, a JSON file")
    parser.add_argument("--key", required=True, help="the log's key: name+id+key")
    parser.add_argument("--witness", action="append", default=[], help="who must have witnessed it")
    parser.add_argument(
        "--former-key", action="append", default=[], help="a key that signed the certificate"
    )
    given = parser.parse_args(arguments)
    try:
        file = json.loads(given.file.read_text(encoding="utf-8"), object_pairs_hook=_once)
        witnesses = [key_from(text) for text in given.witness]
        keys = [key_from(text) for text in (given.key, *given.former_key)]
        is_certificate = isinstance(file, dict) and "certificate" in file
        said = (
            check_certificate(file, keys, witnesses)
            if is_certificate
            else check(file, keys[0], witnesses)
        )
    except (OSError, ValueError, RecursionError) as error:
        _say(f"REFUSED: {error}")
        return 1
    for line in said:
        _say(f"- {line}")
    _say("The proof holds.")
    return 0


def _say(line: str) -> None:
    # What a log wrote may hold signs by which a terminal shows something else.
    shown = "".join(sign if sign.isprintable() else "?" for sign in line)
    sys.stdout.write(f"{shown}\n")


if __name__ == "__main__":
    sys.exit(main())
