"""The sentences of an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.rules.document import ClearedByTests, Clock
from provinces.rules.judging import Explained
from provinces.rules.phases import EndedBy
from provinces.rules.wording.conditions import span

from .missing import Missing
from .values import moment


def why_not(one: Explained, at: datetime, *, is_unknown: bool) -> str:
    """Say why a ground does not hold."""
    if not one.is_met:
        return _("Nothing of this is known.") if is_unknown else _("This does not apply.")
    if one.anchor is None:
        return _("It is not known from when its days would count.")
    if one.parts and one.parts[-1].until <= at:
        return _("It ended on %(moment)s.") % {"moment": moment(one.parts[-1].until)}
    return _("What it rests on has expired.")


def ended_by(what: EndedBy | None, *, is_over: bool) -> str:
    """Say what ends a phase; None stands for the end of the rules."""
    if what is EndedBy.DAYS:
        return _("its days were over") if is_over else _("its days are over then")
    if what is EndedBy.TESTS:
        return _("there were enough negative tests") if is_over else _("enough tests are negative")
    if what is EndedBy.EVENT:
        return _("it was ended early") if is_over else _("it is ended early")
    if what is EndedBy.EVIDENCE:
        return _("the evidence had expired") if is_over else _("the evidence expires then")
    if what is EndedBy.BEGINNING:
        return _("its days begin to count then")
    return _("the rules had ended") if is_over else _("the rules end then")


def known(at: datetime) -> str:
    """Say when what ends a phase early is so."""
    return _("This is so from %(moment)s.") % {"moment": moment(at)}


def unknown() -> str:
    """Say that nothing is known of what would end a phase early."""
    return _("Not known so far.")


def missing(clearing: ClearedByTests, left: Missing) -> str:
    """Say which tests are missing, no earlier than when, and by when."""
    return _("Still missing: %(tests)s.") % {"tests": _("; ").join(_asked(clearing, left))}


def _asked(clearing: ClearedByTests, left: Missing) -> Iterator[str]:
    told = {"n": left.count}
    if left.after is None:
        yield ngettext("%(n)d negative test", "%(n)d negative tests", left.count) % told
    else:
        yield ngettext("%(n)d more negative test", "%(n)d more negative tests", left.count) % told
    if left.not_before is not None:
        yield _not_before(clearing, left, left.not_before)
    if left.count > 1 and clearing.hours_apart:
        apart = span(clearing.hours_apart, "hour")
        yield _("each at least %(span)s after the one before") % {"span": apart}
    if left.not_after is not None:
        yield _by(clearing, left.not_after)
    elif left.count > 1:
        yield _("all within %(span)s") % {"span": span(clearing.within_days, "day")}


def _not_before(clearing: ClearedByTests, left: Missing, not_before: datetime) -> str:
    sampled = clearing.clock is Clock.SAMPLE
    if left.after is not None and clearing.hours_apart:
        told = {"span": span(clearing.hours_apart, "hour"), "moment": moment(left.after)}
        if sampled:
            return _("sampled at least %(span)s after %(moment)s") % told
        return _("known at least %(span)s after %(moment)s") % told
    told = {"moment": moment(not_before)}
    if sampled:
        return _("sampled no earlier than %(moment)s") % told
    return _("known no earlier than %(moment)s") % told


def _by(clearing: ClearedByTests, at: datetime) -> str:
    told = {"moment": moment(at)}
    if clearing.clock is Clock.SAMPLE:
        return _("sampled by %(moment)s") % told
    return _("known by %(moment)s") % told
