"""The facts that rules for everybody may name, and what is known of their types beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What a fact, or an expression, may be.

    As data for evaluation a moment is a text with a date-time in UTC, and a date one like
    2021-02-03. The last two are no facts: `DATE_TIME` is what "plusTime" makes, and `TRUTH` is
    what may be null or of another type, so that only whether it is truthy can be asked.
    """

    BOOLEAN = "true or false"
    INTEGER = "a whole number"
    TEXT = "a text"
    MOMENT = "a moment"
    DATE = "a date"
    TEXTS = "a list of texts"
    DATE_TIME = "a date-time"
    TRUTH = "of more than one type"


@dataclass(frozen=True, slots=True)
class Fact:
    """The type of a fact, and whether it may be unknown."""

    kind: Kind
    nullable: bool = True


Vocabulary: TypeAlias = Mapping[str, Fact]
