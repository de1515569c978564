"""Every way in which another province may break the protocol, each by its name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Violation(StrEnum):
    """Why something of a peer's was refused; the value is what is told, recorded and answered."""

    BAD_SIGNATURE = "bad-signature"  # no key of the peer's signed this
    EXPIRED_KEY = "expired-key"  # signed with a key whose time is over
    REVOKED_KEY = "revoked-key"  # signed with a key that counts for no time at all
    ROLLBACK = "rollback"  # a checkpoint smaller than one shown before
    REWRITTEN_HISTORY = "rewritten-history"  # what was shown before is no part of this
    SPLIT_VIEW = "split-view"  # another peer was shown another history
    BAD_ROOT = "bad-root"  # the tiles do not build the signed root
    TRUNCATED_PAGE = "truncated-page"  # fewer tiles or entries than the checkpoint promises
    BAD_LEAF = "bad-leaf"  # an entry that is not what the tree holds, or no entry at all
    FORGED_ORIGIN = "forged-origin"  # an entry, or a log, in another province's name
    COLOUR_IN_PAYLOAD = "colour-in-payload"  # a verdict where only facts are taken
    FOREIGN_ZONE = "foreign-zone"  # a zone on ground that is another province's alone
    TOO_LARGE = "too-large"
    MISSING_BLOB = "missing-blob"
    BAD_BLOB = "bad-blob"  # a blob that is not what its name says, or cannot be read
    REPLAYED_REQUEST = "replayed-request"  # a signed request came twice


# Proof that somebody tells two histories: no more is taken until officials have looked at it.
FORKS = frozenset({Violation.REWRITTEN_HISTORY, Violation.SPLIT_VIEW})


# Notes are evidence: a checkpoint's text and its signatures, but not without end.
MOST_EVIDENCE = 64 * 1024
MOST_DETAIL = 1_000


class Violated(Exception):
    """A peer broke the protocol; nothing of what it sent with it is taken."""

    def __init__(
        self, code: Violation, detail: str, evidence: Mapping[str, str | int] | None = None
    ) -> None:
        """Say which, where, and what can be shown for it (such as the two notes of a fork)."""
        self.code = code
        self.detail = kept(detail, MOST_DETAIL)
        self.evidence = {
            name: kept(value, MOST_EVIDENCE) if isinstance(value, str) else value
            for name, value in (evidence or {}).items()
        }
        super().__init__(f"{code}: {self.detail}")


def kept(text: str, most: int = MOST_DETAIL) -> str:
    """Return what a peer wrote as a database can keep it: without NUL, and Unicode throughout."""
    plain = text[:most].encode("utf-8", "backslashreplace").decode()
    return plain.replace("\0", "\\0")
