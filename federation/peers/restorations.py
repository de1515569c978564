"""Which history of a member counts from now on, after it has lost some of what it had published.

A province that was restored from an old backup has other entries now where others have read some.
That looks like, and is, two histories. It says how long the part of its logs is that both have in
common, and why; what followed in the history before is given up. Nobody can say so alone:

    its own membership key  +  the threshold of the members   ─►   a statement that counts

It is signed by the same keys, in the same way, as the membership itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from securesystemslib.signer import Signature

from core.signing import canonical
from core.signing.keys import SigningKey

from . import documents, instants
from .documents import ROOT, Document

TYPE = "concord-restoration"
LOGS = ("feed", "audit")
MEMBERS = {"_type", "federation", "peer", "at", "because", "logs"}
LONGEST_REASON = 400
HASH_BYTES = 32
# Clocks of provinces may differ by so much.
TOLERANCE = timedelta(minutes=5)


class BadRestoration(ValueError):
    """A statement is none, or not signed by those who must have signed it; says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a log counts on: its first entries, and their root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Restoration:
    """The statement; `signatures` are by TUF's ids of the membership keys."""

    federation: str
    peer: str
    at: datetime
    because: str
    logs: Mapping[str, Kept]
    signatures: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        return {
            "_type": TYPE,
            "federation": self.federation,
            "peer": self.peer,
            "at": instants.text(self.at),
            "because": self.because,
            "logs": {
                log: {"size": kept.size, "root": kept.root.hex()} for log, kept in self.logs.items()
            },
        }

    @property
    def signed_bytes(self) -> bytes:
        return canonical.canonical(self.said)

    @property
    def digest(self) -> str:
        return canonical.digest(self.said)

    def to_bytes(self) -> bytes:
        """Return the statement as it travels, with the signatures it has so far."""
        signatures = [
            {"keyid": key, "sig": self.signatures[key]} for key in sorted(self.signatures)
        ]
        return canonical.canonical({"signed": self.said, "signatures": signatures})


def opened(data: bytes) -> Restoration:
    """Read a statement without trusting it; raises BadRestoration for what is none."""
    try:
        told = canonical.parsed(data)
        said = told["signed"]
        found = Restoration(
            federation=said["federation"],
            peer=said["peer"],
            at=instants.instant(said["at"]),
            because=said["because"],
            logs={log: _kept(each) for log, each in said["logs"].items()},
            signatures={each["keyid"]: each["sig"] for each in told["signatures"]},
        )
        is_same = found.to_bytes() == canonical.canonical(told)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadRestoration(f"this is no statement: {problem}") from None
    if not is_same:
        raise BadRestoration("this is not what would be written of it")
    _check_form(found)
    return found


def signed(statement: Restoration, keys: Iterable[SigningKey]) -> Restoration:
    """Return the statement with the signatures of these keys added."""
    data = statement.signed_bytes
    made = {documents.root_key(key.verifier.text).keyid: key.sign(data).hex() for key in keys}
    return replace(statement, signatures={**statement.signatures, **made})


def check_content(statement: Restoration, *, held: Document | None, now: datetime) -> Document:
    """Check all but the signatures, as whoever is to sign does; return the membership held.

    Raises BadRestoration.
    """
    if held is None or held.expires <= now:
        raise BadRestoration("there is no membership in force by which it could count")
    if statement.federation != held.federation:
        raise BadRestoration(f"it is of {statement.federation} instead of {held.federation}")
    if statement.peer not in held.members:
        raise BadRestoration(f"{statement.peer} is no member")
    if statement.at > now + TOLERANCE:
        raise BadRestoration(f"it is of {instants.text(statement.at)}, which is yet to come")
    return held


def check(statement: Restoration, *, held: Document | None, now: datetime) -> None:
    """Check that a statement counts; raises BadRestoration."""
    document = check_content(statement, held=held, now=now)
    signatures = {key: Signature(key, sig) for key, sig in statement.signatures.items()}
    result = document.metadata.signed.get_verification_result(
        ROOT, statement.signed_bytes, signatures
    )
    own = documents.root_key(documents.membership_key(document.members[statement.peer])).keyid
    if own not in result.signed:
        raise BadRestoration(f"{statement.peer} has not signed it itself")
    if not result.verified:
        detail = f"signed by {len(result.signed)} members instead of {result.threshold}"
        raise BadRestoration(detail)


def _kept(told: Mapping[str, Any]) -> Kept:
    if type(told["size"]) is not int or told["size"] < 0:
        raise ValueError(f"{told['size']!r} is no size")
    return Kept(told["size"], bytes.fromhex(told["root"]))


def _check_form(found: Restoration) -> None:
    texts = (found.federation, found.peer, found.because)
    if not all(isinstance(each, str) for each in texts) or not found.because.strip():
        raise BadRestoration("it says of whom, and why")
    if len(found.because) > LONGEST_REASON:
        raise BadRestoration(f"its reason is longer than {LONGEST_REASON} characters")
    if not found.logs or not set(found.logs) <= set(LOGS):
        raise BadRestoration(f"it is of {sorted(found.logs)}, which are not logs")
    if any(len(kept.root) != HASH_BYTES for kept in found.logs.values()):
        raise BadRestoration("a root has 32 bytes")
