"""A zone is lifted before its time: one signature is enough, for it restricts nobody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.console import drawing, effects
from provinces.console.official import OfficialView
from provinces.console.periods import WRITTEN
from provinces.console.zones import HECTARES_A_CELL, reads, sought
from provinces.jurisdictions.powers import Power
from provinces.zones import services as zone

from .forms import SayLifting

EITHER = (Power.DECLARE_ZONE, Power.COUNTERSIGN_ZONE)
OBSTACLES: dict[type[Exception], Any] = {
    zone.NotInEffect: _("No version of this zone is in effect, now or later."),
    zone.OutsidePeriod: _("The zone is not in effect at that moment."),
}


class Lift(OfficialView):
    """End a zone at a moment of its period, for a reason of the list.

    Whoever may declare zones, or countersign them, in the area may lift one.
    """

    power = Power.DECLARE_ZONE
    template_name = "console/zoning/lift.html"
    here = "zones"
    http_method_names = ["get", "head", "post", "options"]

    def _may(self) -> bool:
        return not self.powers.isdisjoint(EITHER)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self._sought(kwargs["version"])
        return super().get_context_data(
            **{
                "form": self._form(),
                **kwargs,
                "version": version,
                "state": reads(version, self.now),
                "hectares": f"{version.fine_cells * HECTARES_A_CELL:,.1f}",
                "drawing": drawing.of(version.cells, version.spill),
                "effect": effects.of(version, self.now),
            }
        )

    def post(self, request: HttpRequest, version: int) -> HttpResponse:
        form = self._form(request.POST)
        found = self._sought(version)
        if form.is_valid() and self._lifted(found, form):
            messages.success(request, _("Lifted. Statuses that followed from it follow no more."))
            return redirect("console:zone", version)
        return self.render_to_response(self.get_context_data(form=form, version=version))

    def _form(self, said: Any = None) -> SayLifting:
        at = timezone.localtime(self.now).strftime(WRITTEN)
        return SayLifting(said, initial={"at": at})

    def _lifted(self, version: Any, form: SayLifting) -> bool:
        said = form.cleaned_data
        try:
            zone.lift(
                version.zone,
                at=said["at"],
                by=self.official,
                now=self.now,
                because=zone.Because(said["because"]),
            )
        except tuple(OBSTACLES) as obstacle:
            form.add_error("at", OBSTACLES[type(obstacle)])
            return False
        return True

    def _sought(self, key: int) -> Any:
        """Return a version where the official has either power; raises Http404."""
        for power in EITHER:
            if power in self.powers:
                try:
                    return sought(self, key, power)
                except Http404:
                    continue
        raise Http404("no such version in the official's areas")
