"""What is wrong with a request, told as RFC 9457 says, every bad record by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:concord:problem:"


@dataclass(frozen=True, slots=True)
class BadRecord:
    """One bad record: which of those sent, where in it (RFC 6901 JSON pointer), and why."""

    index: int
    pointer: str
    code: str
    detail: str

    def as_json(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "pointer": self.pointer,
            "code": self.code,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of a kind that both sides know by its code."""

    code: str
    title: str
    status: int
    detail: str = ""
    records: Sequence[BadRecord] = ()

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": f"{TYPE}{self.code}",
            "title": self.title,
            "status": int(self.status),
        }
        if self.detail:
            told["detail"] = self.detail
        if self.records:
            told["records"] = [record.as_json() for record in self.records]
        return told


def code_in(told: Any) -> str:
    """Return the code in a problem that a peer sent, or nothing where there is none."""
    kind = told.get("type") if isinstance(told, dict) else None
    return kind.removeprefix(TYPE) if isinstance(kind, str) and kind.startswith(TYPE) else ""
