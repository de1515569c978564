"""What is said to a laboratory about an entry of its bundle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Kinds of issues, out of FHIR's list (http://hl7.org/fhir/R4/valueset-issue-type.html)."""

    STRUCTURE = "structure"
    REQUIRED = "required"
    VALUE = "value"
    CODE_INVALID = "code-invalid"
    NOT_FOUND = "not-found"
    NOT_SUPPORTED = "not-supported"
    BUSINESS_RULE = "business-rule"
    DUPLICATE = "duplicate"
    INFORMATIONAL = "informational"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about an entry: where in it, of which kind, and in words."""

    entry: int
    path: str
    code: Code
    said: str


class NotRead(ValueError):
    """An entry cannot be read, for one reason or several."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("; ".join(issue.said for issue in issues))
        self.issues = issues
