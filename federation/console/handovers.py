"""People who move: offered to their new home, taken over into an area, refused, taken back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.casework import queries, services, wording
from federation.casework.models import Handover
from federation.peers import queries as peers
from provinces.citizens import queries as citizens
from provinces.console.official import OfficialView
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

from . import naming
from .acting import Misread, Order

OFFERED_TO_US = _("Offered to us")


class Handovers(OfficialView):
    """What is not finished, with the step that is ours; and the form that offers somebody."""

    power = Power.HAND_OVER
    template_name = "desk/handovers.html"
    here = "federation"
    desk = "handovers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names, own = naming.provinces(), scope.current().slug
        areas = scoping.within(self.official, self.power, self.now).order_by("code")
        members = [each.slug for each in peers.members(self.now)]
        return super().get_context_data(
            rows=[_row(each, names) for each in within_reach(self)],
            areas=areas,
            partners=[(slug, names[slug]) for slug in members if slug != own],
            **kwargs,
        )


class HandoverOrder(Order):
    """What is done about a hand-over; back to the list."""

    power = Power.HAND_OVER

    def about(self, **named: Any) -> None:
        found = within_reach(self).filter(pk=named["handover"]).first()
        if found is None:
            raise Http404("no such hand-over within reach")
        self.handover = found

    def back(self) -> str:
        return reverse("desk:handovers")


class Offer(HandoverOrder):
    """Offer somebody, known by reference, to the province where they live now."""

    keeps = ("reference", "to", "reason")

    def about(self, **named: Any) -> None:
        """An offer is about nothing that is there yet."""

    def carry_out(self) -> Any:
        because, to = self.reason(), self.field("to")
        reference = self.field("reference")
        person = citizens.within_reach(reference, by=self.official, power=self.power, at=self.now)
        if person is None:
            raise Misread(_("There is nobody of that reference in your areas."))
        if to == scope.current().slug or to not in {each.slug for each in peers.members(self.now)}:
            raise Misread(_("Choose the province that is to be their home."))
        services.offer(person, to=to, because=because, by=self.official, now=self.now)
        return _("Offered. We stay their home until the other province has taken their record.")


class Accept(HandoverOrder):
    """Take somebody over into an area of mine."""

    def carry_out(self) -> Any:
        areas = scoping.within(self.official, self.power, self.now)
        area = areas.filter(code=self.field("area")).first()
        if area is None:
            raise Misread(_("Choose the area in which they live. Nothing has been decided yet."))
        services.accept(self.handover, area=area, by=self.official, now=self.now)
        return _("Accepted. Their record comes next; then they are ours.")


class Refuse(HandoverOrder):
    """Do not take somebody over."""

    def carry_out(self) -> Any:
        because = self.reason()
        services.refuse_handover(self.handover, because=because, by=self.official, now=self.now)
        return _("Refused. They stay with the province that offered them.")


class Withdraw(HandoverOrder):
    """Take an offer back."""

    def carry_out(self) -> Any:
        because = self.reason()
        services.withdraw_handover(self.handover, because=because, by=self.official, now=self.now)
        return _("Taken back. They stay with us.")


def within_reach(page: OfficialView) -> Any:
    """Return the unfinished hand-overs of people in the official's areas, or of nobody known.

    Of the protected, whom another province offers, nobody is told who they are; that they go
    themselves, whoever was let open their record.
    """
    areas = scoping.within(page.official, Power.HAND_OVER, page.now)
    taken = Q(side=Handover.Side.TAKES) & (Q(area=None) | Q(area__in=areas))
    found = queries.handovers().alias(is_open=citizens.unguarded(page.official, page.now))
    ours = Q(citizen__area__in=areas)
    return found.filter((ours & Q(is_open=True)) | taken).annotate(is_named=ours & Q(is_open=True))


def _row(held: Any, names: Any) -> dict[str, Any]:
    gives = held.side == Handover.Side.GIVES
    is_offered = held.state == Handover.State.OFFERED
    return {
        "handover": held,
        "peer": names[held.peer],
        "gives": gives,
        "state": OFFERED_TO_US if is_offered and not gives else wording.HANDOVERS[held.state],
        "reference": held.citizen.reference if held.citizen and held.is_named else "",
        "may_withdraw": gives and is_offered,
        "may_answer": not gives and is_offered,
    }
