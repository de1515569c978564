"""The vocabulary of rules: every fact a rule may name, and the column that holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be known about a citizen."""

    name: str
    column: str
    kind: str  # "moment", "minutes" or "zone"
    meaning_zh: str
    meaning_en: str


def _of_level(level: str, zh: str) -> list[Fact]:
    return [
        Fact(
            f"exposures.{level}.left_at",
            f"{level}_left_at",
            "moment",
            f"最后一次离开{zh}风险区的时间(当日停留达到规定时长)",
            f"When the person last left a {level}-risk zone, having stayed long enough that day",
        ),
        Fact(
            f"exposures.{level}.minutes",
            f"{level}_minutes",
            "minutes",
            f"当日在该{zh}风险区停留的分钟数",
            f"Minutes stayed in that {level}-risk zone on that day",
        ),
        Fact(
            f"exposures.{level}.zone",
            f"{level}_zone",
            "zone",
            f"该{zh}风险区",
            f"That {level}-risk zone",
        ),
    ]


FACTS = [*_of_level("high", "高"), *_of_level("medium", "中")]
BY_NAME = {fact.name: fact for fact in FACTS}
