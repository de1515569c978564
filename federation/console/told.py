"""What officials told a guest's home, one by one, and how it is taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.casework import queries, services
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power

from . import naming
from .acting import Order
from .guestform import particulars
from .guests import LESSENING, told_row


class Told(OfficialView):
    """What a guest's home was told, by which two offices, and the button that takes it back."""

    power = Power.ANSWER_CONTEST
    template_name = "desk/guest_told.html"
    here = "federation"
    desk = "casework"

    def _may(self) -> bool:
        return bool(LESSENING & self.powers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = sought(kwargs.pop("told"))
        issued = told.issued
        counts = issued.withdrawn_at is None and issued.expires_at > self.now
        may = services.may_take_back(issued, by=self.official, now=self.now)
        return super().get_context_data(
            **told_row(told, naming.provinces()),
            particulars=particulars(issued.body),
            stands=counts and may,
            **kwargs,
        )


class TakeBack(Order):
    """Take back what a guest's home was told: it lessens, so one hand is enough."""

    power = Power.ANSWER_CONTEST

    def _may(self) -> bool:
        return bool(LESSENING & self.powers)

    def about(self, **named: Any) -> None:
        self.issued = sought(named["told"]).issued

    def carry_out(self) -> Any:
        because = self.reason()
        services.take_back_fact(self.issued, because=because, by=self.official, now=self.now)
        return _("Taken back. Their home province hears of it within a minute.")

    def back(self) -> str:
        return reverse("desk:guest-told", args=[self.issued.pk])


def sought(name: Any) -> queries.Told:
    """Return what officials told a guest's home under a name; raises Http404."""
    found = queries.told_as(name)
    if found is None:
        raise Http404("officials have told nothing of that name")
    return found
