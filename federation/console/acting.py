"""What officials order at these desks: one order by one button, and in words what keeps it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from federation.borders import services as borders
from federation.casework import services as casework
from federation.casework.services import contesting, handing_over, holding
from federation.peers import services as peers
from federation.peers.queries import NoSealingKey
from federation.peers.services import suspending
from provinces.accounts import stepping_up
from provinces.console import typed
from provinces.console.official import OfficialView
from provinces.zones import ground
from provinces.zones import services as zones

LONGEST_REASON = 300


class NoReason(ValueError):
    """An order that gives its reason came without one, or with too long a one."""


class Misread(ValueError):
    """A form from which no order can be read; the message, for the official, says why."""

    def __init__(self, said: Promise | str) -> None:
        super().__init__(str(said))
        self.said = said


NOT_ALLOWED = _("Your office does not carry this, or not for this ground, person or province.")
SAME_OFFICIAL = _("You took the first step yourself; somebody else has to take the second.")
SAME_OFFICE = _("Your office took the first step; another office has to take the second.")
DONE_MEANWHILE = _("This was decided in the meantime. Look at how it stands now.")
SAY_WHY = _("Say why, in at most 300 characters. Nothing has been decided yet.")

# What keeps an order from being carried out, in words for the official.
OBSTACLES: dict[type[Exception], Promise] = {
    zones.NotAllowed: NOT_ALLOWED,
    casework.NotAllowed: NOT_ALLOWED,
    zones.SameOfficial: SAME_OFFICIAL,
    casework.SameOfficial: SAME_OFFICIAL,
    zones.SameOffice: SAME_OFFICE,
    casework.SameOffice: SAME_OFFICE,
    ground.NoTerritory: _("The province's territory has not been imported yet."),
    borders.AlreadyAnswered: DONE_MEANWHILE,
    borders.AlreadySigned: _("The same terms were proposed, signed or ended before."),
    borders.Lapsed: _("The offer has lapsed. The neighbour would have to declare the zone anew."),
    borders.Contradicts: _(
        "A treaty signed here says otherwise on some of this ground at the same time. End it first."
    ),
    borders.BadDraft: _("These terms make no treaty. Nothing has been proposed."),
    borders.NotAwaiting: DONE_MEANWHILE,
    borders.NotYours: NOT_ALLOWED,
    borders.EditedSince: _("The draft was edited in the meantime. Read it again first."),
    borders.TooSoon: _(
        "It asks more than what is in force, and would count less than 48 hours from now. Its"
        " drafter can say a later moment."
    ),
    holding.NotOpen: DONE_MEANWHILE,
    contesting.NotOpen: DONE_MEANWHILE,
    handing_over.NotOpen: DONE_MEANWHILE,
    casework.AlreadyAnswered: DONE_MEANWHILE,
    casework.AlreadyOffered: _("This person is offered to a province already."),
    casework.NotHome: _("This province is not the person's home any more."),
    casework.NoDocument: _("No document is kept of this person, so no other province knows them."),
    casework.NotAwaiting: DONE_MEANWHILE,
    casework.NotOurs: DONE_MEANWHILE,
    casework.AnotherGuest: _(
        "This is not the document that the first office had before it. Nothing has been sent."
    ),
    casework.NothingSaid: _("Say something, in at most 2,000 characters."),
    casework.NoReason: SAY_WHY,
    suspending.NoReason: SAY_WHY,
    NoReason: SAY_WHY,
    peers.AlreadySuspended: DONE_MEANWHILE,
    peers.NotSuspended: DONE_MEANWHILE,
    peers.NotAMember: _("There is no such member."),
    NoSealingKey: _("No key to seal a message to that province counts now."),
}


class Order(OfficialView):
    """An order, and back to the page it was given on: done, or why not.

    Whoever gives it has just confirmed who they are.
    """

    http_method_names = ["post", "options"]
    # The fields whose words are shown again where it could not be done; never a document.
    keeps: ClassVar[tuple[str, ...]] = ("reason",)

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        self.about(**named)
        stepping_up.require_confirmed(request)
        try:
            messages.success(request, self.carry_out())
        except Misread as wrong:
            typed.keep(request, self.keeps)
            messages.error(request, str(wrong.said))
        except tuple(OBSTACLES) as obstacle:
            typed.keep(request, self.keeps)
            messages.error(request, str(said_of(obstacle)))
        return redirect(self.back())

    def about(self, **named: Any) -> None:
        """Find what the order is about; raises Http404."""
        raise NotImplementedError

    def carry_out(self) -> Any:
        """Carry the order out, and return what to tell the official."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address of the page to go to next."""
        raise NotImplementedError

    def reason(self, name: str = "reason") -> str:
        """Return the reason given; raises NoReason."""
        given = self.field(name)
        if not given or len(given) > LONGEST_REASON:
            raise NoReason(name)
        return given

    def field(self, name: str) -> str:
        """Return what was written in a field, without white space around it."""
        return self.request.POST.get(name, "").strip()


def said_of(obstacle: Exception) -> Promise:
    """Return in words what keeps an order from being carried out."""
    return next(said for kind, said in OBSTACLES.items() if isinstance(obstacle, kind))
