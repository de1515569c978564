"""What a notice says, in plain words and the person's language, made when it is read.

Nothing of it is kept: the words come from the texts of the rule set that decided, so they can be
had again in another language, and are gone with the outcome when that is erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from provinces.status import queries as status
from provinces.status import wording
from provinces.status.models import Outcome
from provinces.status.wording import Answerable
from provinces.tenancy import scope

from .models import Notice
from .services import OF_WORDS


@dataclass(frozen=True, slots=True)
class GroundWords:
    """Why somebody is held, until when, and how it ends."""

    reason: str
    until: str
    ends: str


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in one language: what became of the status, why, and how to contest it.

    Without an outcome, which may have been erased, only the first sentence is left.
    """

    language: str
    headline: str
    meaning: str = ""
    grounds: tuple[GroundWords, ...] = ()
    contest: str = ""

    @property
    def text(self) -> str:
        """Say all of it in lines, for whoever has no page: a message, a letter, a voice."""
        grounds = (" ".join(filter(None, astuple(ground))) for ground in self.grounds)
        return "\n".join(filter(None, (self.headline, self.meaning, *grounds, self.contest)))


def in_words(notice: Notice, *, language: str | None = None) -> Words:
    """Return what a notice says, in a language or else in that of its person."""
    language = language or notice.citizen.language
    with translation.override(language):
        return _of_what_was_done(notice, language) or _of_decision(notice, language)


def _of_what_was_done(notice: Notice, language: str) -> Words | None:
    """Return the words of a notice about something else than a decision; None for any other."""
    if notice.kind in OF_WORDS:
        return Words(language, _of_word(notice))
    if notice.kind == Notice.Kind.CHECKED:
        return Words(language, _of_check(notice), _("Each such question is on My data."))
    if notice.kind == Notice.Kind.EMERGENCY:
        return Words(language, _of_emergency(notice), _("Each look is on My data."))
    if notice.kind == Notice.Kind.MISUSED:
        return Words(language, _of_misuse(notice), _("Who looked at your data is on My data."))
    if notice.kind == Notice.Kind.LIFTED:
        more = _("What changed, who decided it and why is on My data.")
        return Words(language, _("How officials open your record has changed."), more)
    worded_by = settings.NOTICES_WORDED_BY.get(notice.kind)
    return Words(language, *import_string(worded_by)(notice.of)) if worded_by else None


def _of_decision(notice: Notice, language: str) -> Words:
    outcome = _outcome(notice)
    if outcome is None:
        return Words(language, _without_reasons(notice))
    ruleset = outcome.decision.ruleset
    said = wording.status(ruleset, outcome.status)
    reasons = wording.reasons(ruleset, status.grounds_from(outcome.grounds))
    named = [reason.answerable for reason in reasons if reason.answerable]
    return Words(
        language=language,
        headline=_headline(notice, str(said.name)),
        meaning=str(said.meaning),
        grounds=tuple(
            GroundWords(reason.reason, _until(reason.until), reason.clears) for reason in reasons
        ),
        contest=_contest(named or wording.answerable(ruleset), outcome.decision_id),
    )


def _outcome(notice: Notice) -> Outcome | None:
    return getattr(notice.decision, "outcome", None)


def _without_reasons(notice: Notice) -> str:
    if notice.kind == Notice.Kind.QUESTION:
        return _("You were asked a question.")
    return _("Your status was decided. The reasons have been erased, for their time is over.")


def _of_word(notice: Notice) -> str:
    """Say what became of what another province says of somebody, by its name in `of`."""
    sentences = {
        Notice.Kind.UPHELD: _(
            "%(province)s answered what you contested: it stands. Why is on your page."
        ),
        Notice.Kind.WITHDRAWN: _(
            "%(province)s took back what it said of you. It has no effect any more."
        ),
        Notice.Kind.SUSPENDED: _(
            "What %(province)s says of you was contested and not answered within 24 hours. It is"
            " suspended everywhere and has no effect any more."
        ),
    }
    return sentences[Notice.Kind(notice.kind)] % {"province": notice.of}


def _of_check(notice: Notice) -> str:
    return _(
        "%(office)s asked whether you are under an order of isolation. They were told yes or no,"
        " and until when; no status, no reason, and no name."
    ) % {"office": notice.of}


def _of_emergency(notice: Notice) -> str:
    step, _colon, office = notice.of.partition(":")
    sentences = {
        "opened": _(
            "%(office)s opened your record in an emergency, for three hours, to read it. Another"
            " office looks into it by the end of tomorrow."
        ),
        "justified": _(
            "Your record was opened in an emergency. %(office)s looked into it: it was justified."
        ),
        "unjustified": _(
            "Your record was opened in an emergency. %(office)s looked into it: there was none. It"
            " is on file as misuse, and whoever oversees officials deals with it."
        ),
    }
    return sentences[step] % {"office": office}


def _of_misuse(notice: Notice) -> str:
    return _(
        "An official misused your data, as an auditor found. It is being put right. Quote case"
        " number %(case)s where you ask about it."
    ) % {"case": notice.of}


def _headline(notice: Notice, name: str) -> str:
    if notice.kind == Notice.Kind.BEGAN:
        return _("Your status became: %(status)s.") % {"status": name}
    if notice.kind == Notice.Kind.ENDED:
        return _("The hold has ended. Your status is: %(status)s.") % {"status": name}
    return _("Your status was decided anew: %(status)s.") % {"status": name}


def _until(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment, scope.current().zone)
    return _("Until %(until)s.") % {"until": date_format(local, "DATETIME_FORMAT")}


def _contest(named: Iterable[Answerable], number: int) -> str:
    offices = dict.fromkeys(named)
    if not offices:
        return ""
    to = _("; ").join(f"{office.office} ({office.contact})" for office in offices)
    sentence = _("If this is wrong, turn to %(office)s. Quote decision number %(number)s.")
    return sentence % {"office": to, "number": number}
