"""By what a rule set's document is known: its name, its version, and the digest of its bytes."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from core.signing.canonical import NotCanonical
from core.signing.canonical import canonical as written_once

# Both stand in addresses. What fits, the tables take.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,29}")


class NotADocument(ValueError):
    """What was given is no rule set's document; the message says why."""


def canonical(document: dict[str, Any]) -> bytes:
    """Return a document as canonical JSON (RFC 8785); raises NotADocument.

    Fractions are refused, 7.0 too: as canonical JSON that is 7, and two documents that are read
    differently would be known by one digest.
    """
    if not isinstance(document, dict):
        raise NotADocument("a rule set is a JSON object")
    try:
        written = written_once(document)
    except (NotCanonical, RecursionError) as problem:
        raise NotADocument(f"it cannot be written as canonical JSON: {problem}") from None
    if rb"\u0000" in written:
        raise NotADocument("a text in it has a character (U+0000) that no database stores")
    return written


def digest_of(document: dict[str, Any]) -> str:
    """Return the SHA-256 of a document as canonical JSON, in hexadecimal; raises NotADocument."""
    return hashlib.sha256(canonical(document)).hexdigest()


def label_of(document: dict[str, Any]) -> tuple[str, str]:
    """Return the name and the version of a document; raises NotADocument."""
    canonical(document)
    name, version = document.get("name"), document.get("version")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise NotADocument(f"name: small letters, digits, _ and -, 60 at most, not {name!r}")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise NotADocument(
            f"version: letters, digits, full stops and -, 30 at most, not {version!r}"
        )
    return name, version
