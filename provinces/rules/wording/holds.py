"""From when a hold counts, for how long, and how it clears, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.rules.document import (
    Anchor,
    ClearedByEvent,
    ClearedByTests,
    Clearing,
    Clock,
    Counting,
    Phase,
    Ruleset,
)

from .conditions import span
from .saying import meaning, quoted


def anchor(of: Anchor) -> str:
    """Say from when a hold is counted."""
    told = {"moment": _test(of) if of.test else meaning(of.fact)}
    if of.counting is Counting.INCLUSIVE:
        return _("%(moment)s; that day is day 1, and the last day ends at midnight") % told
    if of.counting is Counting.EXCLUSIVE:
        return _("%(moment)s; the day after is day 1, and the last day ends at midnight") % told
    return _("%(moment)s; a day is 24 hours from then") % told


def _test(of: Anchor) -> str:
    assert of.test is not None  # noqa: S101  asked before
    told = {"n": of.test.test, "fact": quoted(of.fact)}
    if of.test.clock is Clock.SAMPLE:
        return _("The sample of negative test no. %(n)d since %(fact)s") % told
    return _("The result of negative test no. %(n)d since %(fact)s") % told


def days(phases: Sequence[Phase]) -> list[str]:
    """Say which days each phase is about, counted from day 1."""
    found, before = [], 0
    for phase in phases:
        last = before + phase.days
        told = {"first": before + 1, "last": last}
        one = _("Day %(last)d") % told
        found.append(one if phase.days == 1 else _("Days %(first)d to %(last)d") % told)
        before = last
    return found


def clearing(of: Clearing) -> str:
    """Say what ends a phase before its days are over."""
    if isinstance(of, ClearedByEvent):
        return meaning(of.fact)
    return _("; ").join(_conditions(of))


def _conditions(of: ClearedByTests) -> list[str]:
    tests = ngettext("%(n)d negative test", "%(n)d negative tests", of.count) % {"n": of.count}
    told = {"tests": tests, "fact": quoted(of.since)}
    if of.clock is Clock.SAMPLE:
        said = [_("%(tests)s, sampled at or after %(fact)s") % told]
    else:
        said = [_("%(tests)s, known at or after %(fact)s") % told]
    if of.count > 1:
        said.append(_("all within %(span)s") % {"span": span(of.within_days, "day")})
    if of.count > 1 and of.hours_apart:
        apart = span(of.hours_apart, "hour")
        said.append(_("each at least %(span)s after the one before") % {"span": apart})
    said.append(
        _("from when the result is known")
        if of.count == 1
        else _("from when the last result is known")
    )
    return said


def parameters(ruleset: Ruleset) -> list[str]:
    """Say what counts as a stay, and as time spent with a case."""
    told = {"time": _lasting(ruleset.dwell_minutes)}
    said = [_("A stay in a zone counts if it lasts %(time)s or longer on a day.") % told]
    if (companion := ruleset.companion) is not None:
        told = {
            "resolution": str(companion.resolution),
            "time": _lasting(companion.minutes),
            "stay": _lasting(companion.stay_minutes),
            "days": span(companion.lookback_days, "day"),
        }
        said.append(
            _(
                "Time spent with a case counts if the two were in one cell (H3 resolution"
                " %(resolution)s) at the same time for %(time)s or longer within %(days)s, and one"
                " of them stayed there for %(stay)s or longer altogether."
            )
            % told
        )
    return said


def _lasting(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return span(hours, "hour")
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
