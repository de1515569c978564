"""A zone is declared anew: another version, which another office signs again."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from provinces.console.zones import sought
from provinces.zones import queries as zones
from provinces.zones import services as zone

from .declaring import Drawing
from .forms import SayRevision, said_of
from .previewing import OBSTACLES


class Revise(Drawing):
    """Declare a new version of a zone."""

    template_name = "console/zoning/revise.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find(kwargs["version"])
        if waiting := zones.awaiting_of(self.before.zone):
            return self._wait(waiting)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._find(kwargs["version"])
        if waiting := zones.awaiting_of(self.before.zone):
            return self._wait(waiting)
        return super().post(request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(before=self.before, **kwargs)

    def form(self, *said: Any) -> SayRevision:
        initial = said_of(self.before, json.dumps(self.before.drawn), self.now)
        return SayRevision(*said, units=self.units(), initial=initial)

    def draft(self, form: SayRevision) -> zone.Draft:
        return form.changes().applied_to(zone.Draft.of(self.before))

    def declare(self, form: SayRevision) -> Any:
        return zone.revise(self.before.zone, form.changes(), by=self.official, now=self.now)

    def _find(self, key: int) -> None:
        """Find the version that a revision starts from, whichever version was asked for."""
        self.before = zone.basis_of(sought(self, key).zone)

    def _wait(self, waiting: Any) -> HttpResponse:
        messages.error(self.request, OBSTACLES[zone.StillAwaiting][1])
        return redirect("console:zone", waiting.pk)
