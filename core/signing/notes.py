"""Signed notes and the cosignatures of witnesses (C2SP signed-note and tlog-cosignature/v1).

concord/north/feed                         the text
42
zIQ…=
                                           an empty line
— concord/north 1a2b…                      signatures: by the log,
— concord/south 3c4d…                      and by those who saw that it only grew
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from . import base64_text
from .keys import SIGNATURE_SIZE, BadSignature, SigningKey, Verifier

_DASH = "— "
_SIGNATURE = re.compile(_DASH + r"(?P<name>[^\s+]+) (?P<bytes>[A-Za-z0-9+/=]+)")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
_ID = 4  # bytes of a key id
_TIME = 8  # bytes of the time in a cosignature
_LATEST = (1 << 63) - 1  # tlog-cosignature: more seconds there cannot be
_COSIGNED = "cosignature/v1\n"

# signed-note asks for a limit, of 16 at least: provinces are tens, with two keys each at most.
MOST_SIGNATURES = 128


class BadNote(ValueError):
    """A note that is not one, or that those who should have signed it did not sign."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text, and the names of the known keys that signed it."""

    text: str
    signers: tuple[str, ...]


class _Line(NamedTuple):
    name: str
    key_id: bytes
    signature: bytes


def sign(text: str, *keys: SigningKey) -> str:
    """Return the text with a signature by each key.

    Raises BadNote for a text that cannot be a note's.
    """
    _check_text(text)
    if not keys:
        raise BadNote("a note is signed by one key at least")
    return with_lines(
        f"{text}\n",
        [_written(key.verifier, key.verifier.key_id, key.sign(text.encode())) for key in keys],
    )


def opened(note: str, verifiers: Iterable[Verifier]) -> Note:
    """Return the text of a note that one of the keys signed, and who of them did.

    Signatures by other keys are passed over. Raises BadNote if a known key's signature is
    wrong, or if there is none by a known key.
    """
    text, lines = _parted(note)
    known = _by_id((one.name, one.key_id, one) for one in verifiers)
    signers: dict[str, None] = {}
    for line in lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is not None:
            _verify(verifier, line.signature, text.encode())
            signers[line.name] = None
    if not signers:
        raise BadNote("no known key has signed the note")
    return Note(text, tuple(signers))


def cosignature(note_text: str, key: SigningKey, at: int) -> str:
    """Return the line by which a witness says that it saw this checkpoint, at a second.

    `note_text` is the checkpoint's text, without signatures. Raises BadNote.
    """
    _check_text(note_text)
    if "\n\n" in note_text:
        raise BadNote("a checkpoint's text has no empty line: cosign the text, not the note")
    if not 0 < at <= _LATEST:
        raise BadNote(f"{at} is not a time")
    signature = key.sign(_cosigned(note_text, at))
    return _written(key.verifier, key.verifier.cosigner_id, at.to_bytes(_TIME, "big") + signature)


def cosigners(note: str, verifiers: Iterable[Verifier]) -> dict[str, int]:
    """Return which of the keys cosigned a note's text, and at which second at the latest.

    Raises BadNote if a known key's cosignature is wrong.
    """
    text, lines = _parted(note)
    known = _by_id((one.name, one.cosigner_id, one) for one in verifiers)
    seen: dict[str, int] = {}
    for line in lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is not None:
            at = int.from_bytes(line.signature[:_TIME], "big")
            if len(line.signature) != _TIME + SIGNATURE_SIZE or not 0 < at <= _LATEST:
                raise BadNote(f"the cosignature by {line.name} is not one")
            _verify(verifier, line.signature[_TIME:], _cosigned(text, at))
            seen[line.name] = max(at, seen.get(line.name, 0))
    return seen


def with_lines(note: str, lines: Iterable[str]) -> str:
    """Return a note with more signature lines, each once.

    Raises BadNote for a line that is not a signature's.
    """
    text, found, rest = note.rpartition("\n\n")
    if not found:
        raise BadNote("an empty line parts a note's text from its signatures")
    there = rest.removesuffix("\n").split("\n") if rest else []
    kept = dict.fromkeys([*there, *(line.removesuffix("\n") for line in lines)])
    for line in kept:
        _read(line)
    if len(kept) > MOST_SIGNATURES:
        raise BadNote(f"the note has {len(kept)} signatures, more than {MOST_SIGNATURES}")
    return f"{text}\n\n" + "".join(f"{line}\n" for line in kept)


def _parted(note: str) -> tuple[str, list[_Line]]:
    """Return a note's text and its signatures."""
    text, found, rest = note.rpartition("\n\n")
    if not found or not rest.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signatures, each on a whole line")
    _check_text(f"{text}\n")
    lines = rest[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"the note has {len(lines)} signatures, more than {MOST_SIGNATURES}")
    return f"{text}\n", [_read(line) for line in lines]


def _read(line: str) -> _Line:
    found = _SIGNATURE.fullmatch(line)
    if found is None:
        raise BadNote(f"{line[:80]!r} is not a signature")
    try:
        data = base64_text.decoded(found["bytes"])
    except ValueError as error:
        raise BadNote(f"the signature by {found['name']}: {error}") from error
    if len(data) <= _ID:
        raise BadNote(f"the signature by {found['name']} is empty")
    return _Line(found["name"], data[:_ID], data[_ID:])


def _written(verifier: Verifier, key_id: bytes, signature: bytes) -> str:
    return f"{_DASH}{verifier.name} {base64_text.encoded(key_id + signature)}"


def _cosigned(text: str, at: int) -> bytes:
    return f"{_COSIGNED}time {at}\n{text}".encode()


def _by_id(keys: Iterable[tuple[str, bytes, Verifier]]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for name, key_id, verifier in keys:
        if known.setdefault((name, key_id), verifier) != verifier:
            raise BadNote(f"two keys of {name} have one id")
    return known


def _verify(verifier: Verifier, signature: bytes, data: bytes) -> None:
    try:
        verifier.verify(signature, data)
    except BadSignature as error:
        raise BadNote(str(error)) from error


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("a note's text ends with a newline")
    if _CONTROLS.search(text):
        raise BadNote("a note's text has no control characters")
    if text.startswith(_COSIGNED):
        # One key signs notes and cosigns: neither may be taken for the other.
        raise BadNote("a note's text cannot begin as what witnesses sign does")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadNote("a note's text is not Unicode") from error
