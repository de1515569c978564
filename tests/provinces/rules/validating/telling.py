"""What the validator says of a document, as lines."""

from __future__ import annotations

from typing import Any

from provinces.rules import validating
from tests.provinces.rules import documents


def told(document: Any) -> list[str]:
    """Return what is refused."""
    return list(map(str, validating.check(document, zone=documents.ZONE)))


def of_ground(**changes: Any) -> list[str]:
    """Return what is refused of a rule set whose only ground is changed."""
    return told(documents.ruleset(documents.ground(**changes)))
