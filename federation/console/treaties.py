"""Treaties with other provinces: proposed by one office, signed by another, ended by either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.periods import epoch_minute
from federation.borders import queries as borders
from federation.borders import services
from federation.borders.resolution import TreatyKind
from federation.peers import queries as peers
from provinces.console import drawing
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

from . import naming, shapes
from .acting import Misread, Order

LONGEST_TEXT = 2000
OVER = (_("Over"), "")


class Treaties(OfficialView):
    """All treaties, and the form that proposes one."""

    power = Power.VIEW_FIGURES
    template_name = "desk/treaties.html"
    here = "federation"
    desk = "treaties"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names, own = naming.provinces(), scope.current().slug
        members = [each.slug for each in peers.members(self.now)]
        return super().get_context_data(
            rows=[row(each, names, self.now) for each in borders.treaties()],
            partners=[(slug, names[slug]) for slug in members if slug != own],
            own=(own, names[own]),
            sides=(("west", _("West")), ("south", _("South")), ("east", _("East")),
                   ("north", _("North"))),
            **kwargs,
        )  # fmt: skip


class Treaty(OfficialView):
    """One treaty: its terms in both languages, its ground, its signatures, the next step."""

    power = Power.VIEW_FIGURES
    template_name = "desk/treaty.html"
    here = "federation"
    desk = "treaties"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        treaty, names = sought(kwargs.pop("treaty")), naming.provinces()
        found = row(treaty, names, self.now)
        return super().get_context_data(
            **found,
            own=names[scope.current().slug],
            drawing=drawing.of(treaty.strip, []),
            may_sign_it=not found["is_over"] and treaty.signed_at is None,
            is_own=treaty.proposed_by_id == self.official.pk,
            may_end_it=not found["is_over"] and treaty.ended_by_id is None,
            **kwargs,
        )


class Propose(Order):
    """Propose a treaty; it binds nobody until both provinces have signed."""

    power = Power.MANAGE_PEERS
    to = ""

    def about(self, **named: Any) -> None:
        """A proposal is about nothing that is there yet."""

    def carry_out(self) -> Any:
        made = services.propose_treaty(self._draft(), by=self.official, now=self.now)
        self.to = made.pk
        return _("Proposed. Another office signs it here, and the other province signs it there.")

    def back(self) -> str:
        return reverse("desk:treaty", args=[self.to]) if self.to else reverse("desk:treaties")

    def _draft(self) -> services.Draft:
        kind = self.field("kind")
        if kind not in (TreatyKind.STRIP, TreatyKind.COMMUTERS):
            raise Misread(_("Choose what the treaty is about. Nothing has been proposed."))
        starts = epoch_minute(self.now) + 1
        days = self.field("days")
        if not (days.isascii() and days.isdigit() and 1 <= int(days[:4]) <= 365 and len(days) < 4):
            raise Misread(_("A treaty holds for 1 to 365 days. Nothing has been proposed."))
        text_zh, text_en = texts(self)
        partner, decider = self._parties(kind)
        return services.Draft(
            kind=TreatyKind(kind),
            partner=partner,
            decider=decider,
            starts=starts,
            ends=starts + int(days) * 24 * 60,
            text_zh=text_zh,
            text_en=text_en,
            strip=shapes.box(self.field),
        )

    def _parties(self, kind: str) -> tuple[str, str]:
        own, partner, decider = scope.current().slug, self.field("partner"), self.field("decider")
        if partner == own or partner not in {each.slug for each in peers.members(self.now)}:
            raise Misread(_("Choose the province to agree with. Nothing has been proposed."))
        needs_none = kind == TreatyKind.COMMUTERS and not decider
        if decider not in (own, partner) and not needs_none:
            raise Misread(_("One of the two parties decides. Nothing has been proposed."))
        return partner, decider


class TreatyOrder(Order):
    """What is done about a treaty; back to its page."""

    power = Power.SIGN_AGREEMENTS

    def about(self, **named: Any) -> None:
        self.treaty = sought(named["treaty"])

    def back(self) -> str:
        return reverse("desk:treaty", args=[self.treaty.pk])


class Sign(TreatyOrder):
    """Sign for the province, as another office than the one that proposed."""

    def carry_out(self) -> Any:
        services.sign_treaty(self.treaty, by=self.official, now=self.now)
        return _("Signed, and published. It counts once the other province has signed as well.")


class End(TreatyOrder):
    """End a treaty at once; what lost under it does not come back."""

    def carry_out(self) -> Any:
        reason = self.reason()
        services.end_treaty(self.treaty, at=self.now, reason=reason, by=self.official, now=self.now)
        return _("Ended, and published.")


def texts(order: Order) -> tuple[str, str]:
    """Return the terms as written in Chinese and in English; raises Misread."""
    found = order.field("text_zh"), order.field("text_en")
    if not all(found) or max(map(len, found)) > LONGEST_TEXT:
        raise Misread(_("Write the terms in Chinese and in English, up to 2,000 characters each."))
    return found


def sought(name: str) -> Any:
    """Return a treaty; raises Http404."""
    found = borders.treaties().filter(pk=name).first()
    if found is None:
        raise Http404("no such treaty")
    return found


def row(treaty: Any, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return a treaty as pages show it."""
    until = treaty.ends if treaty.ended_minute is None else min(treaty.ends, treaty.ended_minute)
    is_over = until <= epoch_minute(now)
    return {
        "treaty": treaty,
        "kind": naming.KINDS[treaty.kind],
        "partner": names[treaty.partner],
        "decider": names[treaty.decider] if treaty.decider else "",
        "proposer": names[treaty.proposed_from],
        "until": until,
        "is_over": is_over,
        "state": OVER if is_over else _state(treaty),
    }


def _state(treaty: Any) -> tuple[Any, str]:
    if treaty.signed_at and treaty.partner_signed_at:
        return _("In force"), "holds"
    if treaty.signed_at:
        return _("Waits for the other province"), "waits"
    return _("Waits for our signature"), "waits"
