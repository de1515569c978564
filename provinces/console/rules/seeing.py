"""Which drafts an official may look at, how their states read, and what keeps an order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.console import typed
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.rules import gate
from provinces.rules import queries as rules
from provinces.rules import services as rulesets
from provinces.rules.wording import said

DRAFTED = (_("Being drafted"), "")
SUBMITTED = (_("Waits for a signature"), "waits")
SENT_BACK = (_("Sent back"), "strong")
SIGNED = (_("Signed"), "holds")
WITHDRAWN = (_("Dropped"), "")
# How the state of a draft reads, and the class of its tag.
STATES = {
    "drafted": DRAFTED,
    "submitted": SUBMITTED,
    "sent_back": SENT_BACK,
    "signed": SIGNED,
    "withdrawn": WITHDRAWN,
}
OPEN = ("drafted", "sent_back")


class NoFigures(ValueError):
    """Nobody has worked out yet whose status the draft would change."""


class NoReason(ValueError):
    """An order that gives its reason came without one, or with too long a one."""


class Misread(ValueError):
    """A form from which no moment can be read."""


SAME = _("Your office drafted it, or you share an office with the drafter; another one signs it.")
# What keeps an order from being carried out, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    rulesets.NotYours: _("The draft is another official's. Begin one of your own from it."),
    rulesets.NotAllowed: _("Your office does not carry this power for the whole province."),
    rulesets.SameOfficial: _("You drafted it; somebody else signs it or sends it back."),
    rulesets.SameOffice: SAME,
    rulesets.EditedSince: _("The draft was edited in the meantime. Read it again first."),
    rulesets.BeingReviewed: _("It waits for a signature, and is not edited until it is sent back."),
    rulesets.NoLongerOpen: _("This was signed, sent back or dropped in the meantime."),
    rulesets.AlreadyPublished: _("This version is published. A change needs another version."),
    rulesets.EmergencyAgain: _("Another emergency is less than seven days away: give it notice."),
    rulesets.OutOfOrder: _("A version that was published before begins later. Begin after it."),
    rulesets.InForceAlready: _("It is in force. Another version takes its place."),
    rulesets.InvalidTerms: _(
        "Rules begin in the future, within 90 days; an emergency within 48 hours, with its reason"
        " in at most 300 characters."
    ),
    rulesets.NotADocument: _(
        "It needs a name of small letters and a version, and no fractions among its numbers."
    ),
    gate.Refused: _("It does not pass the checks yet. Look at what they find."),
    rulesets.NotRenewable: _(
        "No term is proposed or signed now: that is from 30 days to 48 hours before the end, and"
        " after it once all that was kept of anybody is erased."
    ),
    rulesets.InvalidRenewal: _(
        "A term has 7 to 90 days, and a reason in plain words of at most 300 characters."
    ),
    rulesets.ProposedAnew: _("This is not what was proposed last. Read that first."),
    NoFigures: _("First have it worked out whose status it would change."),
    NoReason: _("Say why, in at most 300 characters. Nothing has been decided yet."),
    Misread: _("Write the moment as a date and a time. Nothing has been decided yet."),
}


class RulesPage(OfficialView):
    """A page of the rules desk."""

    power = Power.VIEW_FIGURES
    here = "rules"


class Order(OfficialView):
    """An order about a draft or a version, and back to its page: done, or why not."""

    http_method_names = ["post", "options"]
    is_sensitive = True
    # The fields whose words are shown again where it could not be done.
    keeps: ClassVar[tuple[str, ...]] = ("reason",)

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        self.about(**named)
        if self.is_sensitive:
            stepping_up.require_confirmed(request)
        try:
            messages.success(request, self.carry_out())
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, said_of(obstacle))
            typed.keep(request, self.keeps)
        return redirect(self.back())

    def about(self, **named: Any) -> None:
        """Find what the order is about; raises Http404."""
        self.draft = sought(self, named["draft"])

    def carry_out(self) -> Any:
        """Carry the order out, and return what to tell the official."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address of the page to go to next."""
        return reverse("console:rules-draft", args=[self.draft.pk])

    def reason(self) -> str:
        """Return the reason given; raises NoReason."""
        given = self.request.POST.get("reason", "").strip()
        if not 0 < len(given) <= 300:
            raise NoReason
        return given


def sought(page: OfficialView, number: int) -> Any:
    """Return a draft that the official may read; raises Http404."""
    found = rules.readable(page.official, page.now).filter(pk=number).first()
    if found is None:
        raise Http404("no such draft before this official")
    return found


def called(draft: Any) -> str:
    """Return what a draft is called: its title in the language of the page, and its version."""
    names = draft.names if hasattr(draft, "names") else draft.document.get("names")
    return f"{said(names) or draft.name} {draft.version}"


def is_own(page: OfficialView, draft: Any) -> bool:
    """Tell whether the official may edit a draft now."""
    may = Power.DRAFT_RULES in page.powers
    return may and draft.drafted_by_id == page.official.pk and draft.state in OPEN


def said_of(obstacle: Exception) -> str:
    """Return in words what keeps an order from being carried out."""
    return str(next(said for kind, said in OBSTACLES.items() if isinstance(obstacle, kind)))
