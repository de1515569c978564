"""The second signature under a zone, or its refusal."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.zones import queries as zones
from provinces.zones import services as zone

from .deeds import Deed
from .official import OfficialView
from .zones import sought

# What keeps a signature from being given, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    zone.AlreadyDecided: _("This version was signed or refused in the meantime."),
    zone.Superseded: _("A later version of this zone is in force already."),
    zone.SameOfficial: _("You declared this zone; somebody else has to sign it."),
    zone.SameOffice: _("It was declared in your office; another office has to sign it."),
    zone.NoReason: _("Give a reason, of 300 characters at most. Nothing has been decided yet."),
    zone.AboveTheCap: _("So large a zone, or one that reaches so far back, needs a higher office."),
}


class Decide(Deed, OfficialView):
    """What the second pair of eyes makes of a version; back to its page either way.

    Whoever signs has just confirmed who they are.
    """

    power = Power.COUNTERSIGN_ZONE
    obstacles = OBSTACLES
    leads_to = "console:zone"
    keeps = ("reason",)

    def sought(self, **named: Any) -> Any:
        return sought(self, named["version"])


class Sign(Decide):
    """Put a version into effect."""

    def act(self, version: Any) -> Any:
        zone.countersign(version, by=self.official, now=self.now)
        return _("Signed. The zone is in force, and statuses follow.")


class Refuse(Decide):
    """Turn a version down, with a reason; whoever declared it takes it back by the same act."""

    def _may(self) -> bool:
        return super()._may() or self._is_own

    @cached_property
    def _is_own(self) -> bool:
        found = zones.visible_to(self.official, Power.VIEW_FIGURES, self.now)
        own: bool = found.filter(pk=self.kwargs["version"], declared_by=self.official).exists()
        return own

    def sought(self, **named: Any) -> Any:
        if self._is_own:
            return sought(self, named["version"], Power.VIEW_FIGURES)
        return super().sought(**named)

    def act(self, version: Any) -> Any:
        reason = self.request.POST.get("reason", "")
        zone.refuse(version, by=self.official, reason=reason, now=self.now)
        if version.declared_by_id == self.official.pk:
            return _("Taken back. The zone has no effect.")
        return _("Refused. The zone has no effect.")
