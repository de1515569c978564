"""What one button does: looked for, done by whoever has just confirmed who they are, and told.

POST ──► sought, or 404 ──► just confirmed? ──► act ──► said ──► the next page
                                                 └── an obstacle, in words ──► back
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from provinces.accounts import stepping_up

from . import typed


class Deed(View):
    """Something done about what the address names, for a page of officials beside it.

    `obstacles` says in words what may stand in the way; whatever else happens is raised.
    """

    http_method_names = ["post", "options"]
    obstacles: ClassVar[Mapping[type[Exception], Any]]
    # Returns what the address names; raises Http404 for what is not the official's.
    sought: Any
    # Where to go after it, by the name of a page; what stood in the way leads there, too.
    leads_to: ClassVar[str]
    # The fields whose words are shown again where it could not be done.
    keeps: ClassVar[tuple[str, ...]] = ()

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        found = self.sought(**named)
        stepping_up.require_confirmed(request)
        try:
            messages.success(request, self.act(found))
        except tuple(self.obstacles) as obstacle:
            messages.error(request, in_words(obstacle, self.obstacles))
            typed.keep(request, self.keeps)
            return self.back(**named)
        return self.forth(**named)

    def act(self, found: Any) -> Any:
        """Do it, and return what to tell the official."""
        raise NotImplementedError

    def forth(self, **named: Any) -> HttpResponse:
        """Go on after it was done."""
        return redirect(self.leads_to, **named)

    def back(self, **named: Any) -> HttpResponse:
        """Go back where it could not be done."""
        return self.forth(**named)


def in_words(obstacle: Exception, obstacles: Mapping[type[Exception], Any]) -> Any:
    """Return what stands in the way, in words for the official."""
    return next(words for kind, words in obstacles.items() if isinstance(obstacle, kind))
