"""The vocabulary of rules put down for people to read, and for scripts."""

from __future__ import annotations

from .schema import COMPARABLE, FACTS, Fact

HEADING = """\
# Facts

Every fact that may be on a citizen's sheet. A rule can name these and nothing else; each of them
may be unknown. `manage.py facts` prints this page from `provinces/facts/schema.py`.

A condition of a rule may name facts of any type but zone, reference and moments: those say what a
decision rests on, or are counted by the rule set's clearings. *Rests on* is what a ground has to
name to use the fact. *Kept* is for how many days at most; evidence has no effect after them.

Of several pieces of one class of evidence a sheet tells the one that happened last, of those that
count. When it expires, the one before is told in its place, if that still counts. So that nobody
is held for longer than they were told, two things are told for all of them: `expires_at` is when
the last of those that count expires; and the end of a piece, planned or noted, holds for what
happened before it, too, once it has expired itself.

What is suspended for somebody is on no sheet of theirs, as if it were not known: a piece of
evidence, stays in a zone or a listed division, the company of a case. That is so while an appeal
against something weak was not answered in time, and for good once an appeal, or the reversal of
all of one cause, has found it to be wrong (`provinces/evidence/services/suspending.py`). No fact
tells of a suspension, so no rule can make anything of it. A test's result is never suspended.
"""

COLUMNS = {
    "Fact": lambda fact: f"`{fact.name}`",
    "Type": lambda fact: str(fact.kind),
    "Unit": lambda fact: fact.unit,
    "含义": lambda fact: fact.meaning.zh,
    "Meaning": lambda fact: fact.meaning.en,
    "Rests on": lambda fact: f"`{fact.source}`",
    "Kept, days": lambda fact: str(fact.keep_days),
}


def page() -> str:
    """Return the vocabulary as a page with a table."""
    rows = [
        list(COLUMNS),
        ["---"] * len(COLUMNS),
        *([said(fact) for said in COLUMNS.values()] for fact in FACTS),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{HEADING}\n{table}\n"


def listed() -> list[dict[str, object]]:
    """Return the vocabulary as plain data."""
    return [_plain(fact) for fact in FACTS]


def _plain(fact: Fact) -> dict[str, object]:
    return {
        "name": fact.name,
        "type": str(fact.kind),
        "unit": fact.unit,
        "in_conditions": fact.kind in COMPARABLE,
        "meaning": {"zh-hans": fact.meaning.zh, "en": fact.meaning.en},
        "rests_on": str(fact.source),
        "kept_days": fact.keep_days,
    }
