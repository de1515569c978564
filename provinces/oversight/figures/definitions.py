"""Every figure for the public, on one page: its name, what it counts, and what its cells are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.appeals.wording import RESULTS
from provinces.citizens.purposes import Purpose
from provinces.ledger.events import Event


class Name(StrEnum):
    """A figure; the value stands in the table and in the public feed."""

    PEOPLE = "people"
    STUCK = "stuck"
    GROUNDS = "grounds"
    CLEARING = "clearing"
    APPEALS = "appeals"
    CLOCKS = "clocks"
    READS = "reads"
    HOLDS = "holds"
    ERASED = "erased"


class Per(StrEnum):
    """What a figure is of: a day that is over, or a month."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure says, in words, and from which events of the ledger it can be counted anew."""

    name: Name
    per: Per
    title: Promise
    counts: Promise
    events: tuple[Event, ...] = ()


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        Name.PEOPLE,
        Per.DAY,
        _("People by status"),
        _(
            "How many people have each status at the end of the day, as it reads then. In tens, the"
            " sum too; fewer than 10 are not told."
        ),
    ),
    Definition(
        Name.GROUNDS,
        Per.MONTH,
        _("Grounds found wrong"),
        _(
            "How many grounds were given for holding somebody in the month, and how many were found"
            " wrong in it: by an appeal that was upheld, wholly or in part; by a correction of"
            " whoever had said it; by another province that did not answer, or took it back. Those"
            " found wrong, by those given, are the false-flag rate."
        ),
        (
            Event.APPEAL_ANSWERED,
            Event.APPEAL_CLOSED,
            Event.EVIDENCE_WITHDRAWN,
            Event.RESULT_VOIDED,
            Event.ASSERTION_SUSPENDED,
            Event.CONTEST_ANSWERED,
        ),
    ),
    Definition(
        Name.CLEARING,
        Per.MONTH,
        _("Time to clear"),
        _(
            "Of the appeals upheld in the month, wholly or in part: whole hours from filing until"
            " the answer. Half are answered within the median, nine of ten within the other number."
        ),
        (Event.APPEAL_FILED, Event.APPEAL_JOINED, Event.APPEAL_ANSWERED, Event.APPEAL_CLOSED),
    ),
    Definition(
        Name.APPEALS,
        Per.MONTH,
        _("Appeals by outcome"),
        _("The appeals answered in the month, by their last answer in it."),
        (Event.APPEAL_ANSWERED, Event.APPEAL_CLOSED),
    ),
    Definition(
        Name.CLOCKS,
        Per.MONTH,
        _("Appeals and their clock"),
        _(
            "The appeals that had to be answered in the month: within 24 hours against what holds"
            " somebody, within 48 hours against what restricts them. What its person withdrew in"
            " time is not among them."
        ),
        (
            Event.APPEAL_FILED,
            Event.APPEAL_JOINED,
            Event.APPEAL_ANSWERED,
            Event.APPEAL_CLOSED,
            Event.APPEAL_WITHDRAWN,
        ),
    ),
    Definition(
        Name.READS,
        Per.MONTH,
        _("Records read, by purpose"),
        _(
            "How often an official looked at a person’s record, or asked whether somebody is under"
            " an order; each look is shown to the person."
        ),
        (Event.RECORD_READ, Event.ORDER_CHECKED),
    ),
    Definition(
        Name.HOLDS,
        Per.MONTH,
        _("Held back, released, refused"),
        _(
            "Batches of what other provinces said of people, or officials here filed of them, that"
            " were held back, as too many or too alike; and those that another body released, or"
            " refused."
        ),
        (
            Event.ASSERTION_HELD,
            Event.ASSERTION_RELEASED,
            Event.ASSERTION_REFUSED,
            Event.EVIDENCE_HELD,
            Event.EVIDENCE_HOLD_RELEASED,
            Event.EVIDENCE_HOLD_REFUSED,
        ),
    ),
    Definition(
        Name.ERASED,
        Per.MONTH,
        _("Erased, by class"),
        _("Rows erased at the end of their time, each batch with a signed certificate."),
        (Event.PURGE_CERTIFIED,),
    ),
    Definition(
        Name.STUCK,
        Per.DAY,
        _("Stuck"),
        _(
            "People whose hold may be over without anybody having said so, at the end of the day."
            " In tens; fewer than 10 are not told."
        ),
    ),
)
BY_NAME = {definition.name: definition for definition in DEFINITIONS}

CELLS: dict[Name, dict[str, Promise]] = {
    Name.GROUNDS: {
        "appeal": _("Wrong, by appeal"),
        "correction": _("Wrong, corrected"),
        "contest": _("Wrong, contested with another province"),
        "standing": _("Not found wrong"),
    },
    Name.CLEARING: {"median": _("Median, hours"), "p90": _("Nine of ten within, hours")},
    # What was withdrawn was not answered.
    Name.APPEALS: {key: word for key, word in RESULTS.items() if key not in ("", "withdrawn")},
    Name.CLOCKS: {"kept": _("Answered in time"), "breached": _("Not answered in time")},
    Name.READS: {
        Purpose.CARE: _("Care, in treatment, quarantine or under order"),
        Purpose.TRACING: _("Tracing of contacts"),
        Purpose.DESK: _("Service at a desk"),
        Purpose.APPEAL: _("An appeal"),
        Purpose.CORRECTION: _("A correction"),
        Purpose.OVERSIGHT: _("Oversight"),
        Purpose.SAMPLING: _("Sampling at a test site"),
        Purpose.ORDER_VISIT: _("A visit to somebody in isolation"),
        Purpose.ORDER_SUPPLY: _("Supplies for somebody in isolation"),
    },
    Name.HOLDS: {"held": _("Held back"), "released": _("Released"), "refused": _("Refused")},
    Name.STUCK: {
        "orders": _("Orders past their end that nobody has released"),
        "appeals": _("Appeals past their clock"),
        "decisions": _("Decisions that should have been looked at again"),
    },
}
