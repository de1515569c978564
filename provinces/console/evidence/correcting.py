"""What my office has filed or signed and counts: it is ended when it is over, withdrawn if wrong.

One hand is enough: what is said here frees somebody. To burden them anew takes two offices again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.citizens.fields import Field
from provinces.console import typed
from provinces.console.choosing import options
from provinces.console.deeds import Deed
from provinces.console.official import OfficialView
from provinces.evidence import queries
from provinces.evidence import services as evidence
from provinces.evidence.corrections import OVER, WRONG
from provinces.jurisdictions.powers import Power

from . import wording
from .filing import masked_name
from .forms import moment
from .signing import case_words

ON_A_PAGE = 25
ENDED = _("Noted. Statuses follow at once.")
WITHDRAWN = _("Withdrawn. Statuses follow at once.")
WITH_OTHERS = _("Withdrawn, with what rested on it: %(others)s. Statuses follow at once.")
UNKNOWN = _("Say when it ended, and why. Nothing has been done yet.")
NOT_SAID = _("Choose why it was wrong. Nothing has been done yet.")


class SayOver(forms.Form):
    """When it came to its end, and why."""

    at = moment(_("When it ended"))
    because = forms.ChoiceField(label=_("Why it ended"), choices=options(OVER))


class SayWrong(forms.Form):
    """Why it was wrong."""

    because = forms.ChoiceField(label=_("Why it was wrong"), choices=options(WRONG))


class OursPage(OfficialView):
    """A page about what my office has filed or signed: for whoever files, and whoever signs."""

    power = Power.PROPOSE_EVIDENCE
    here = "evidence-ours"

    def _may(self) -> bool:
        return bool({Power.PROPOSE_EVIDENCE, Power.APPROVE_EVIDENCE} & self.powers)

    def sought(self, *, piece: int) -> Any:
        """Return a piece of my office that counts, or 404."""
        related = ("case", "investigator", "proposed_by", "approved_by")
        found = queries.issued(self.official, self.now).select_related(*related, "citizen__area")
        first = found.filter(pk=piece).first()
        if first is None:
            raise Http404("no such piece of the official's office counts")
        return first


class Ours(OursPage):
    """What my office has filed or signed and counts: orders past their end before all others."""

    template_name = "console/evidence/ours.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.issued(self.official, self.now).select_related("citizen__area", "hold")
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "piece": one,
                "name": wording.of_class(one.evidence_class),
                "state": wording.state(one, self.now),
                "is_late": bool(one.ends_at and one.ends_at <= self.now and not one.ended_at),
            }
            for one in page
        ]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class Ending(OursPage):
    """One piece of my office, and the two ways in which it ends; the person sees who looked."""

    template_name = "console/evidence/ending.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        piece = self.sought(piece=kwargs.pop("piece"))
        power = queries.power_over(piece, self.official, self.now)
        told = super().get_context_data(
            piece=piece,
            name=masked_name(self, piece.citizen, Field.EVIDENCE, power=power),
            title=wording.of_class(piece.evidence_class),
            moment=wording.moment(piece.evidence_class),
            state=wording.state(piece, self.now),
            case=case_words(piece),
            ending="" if piece.ended_at else wording.ending(piece.evidence_class),
            resting=queries.resting_on([piece.pk], self.now).count(),
            **kwargs,
        )
        return {**told, **_forms(piece, told["typed"])}


class Act(Deed, OursPage):
    """What is said of a piece; whoever says it has just confirmed who they are."""

    keeps = ("at", "because")

    def back(self, **named: Any) -> HttpResponse:
        return redirect("console:evidence-ending", **named)

    def forth(self, **_named: Any) -> HttpResponse:
        return redirect("console:evidence-ours")


class Conclude(Act):
    """Say when it came to its end."""

    obstacles = wording.OBSTACLES | {evidence.NoReason: UNKNOWN}

    def act(self, piece: Any) -> Any:
        form = SayOver(self.request.POST)
        if not form.is_valid():
            raise evidence.NoReason("it has no end or no reason")
        said = form.cleaned_data
        evidence.conclude(piece, said["because"], at=said["at"], by=self.official, now=self.now)
        return ENDED


class Withdraw(Act):
    """Withdraw it as wrong, and what rests on it."""

    obstacles = wording.OBSTACLES | {evidence.NoReason: NOT_SAID}

    def act(self, piece: Any) -> Any:
        because = self.request.POST.get("because", "")
        gone = evidence.correct(piece, because, by=self.official, now=self.now)
        return WITH_OTHERS % {"others": len(gone) - 1} if gone[1:] else WITHDRAWN


def _forms(piece: Any, kept: Any) -> dict[str, forms.Form]:
    """Return the two ways to end a piece, with what was typed for one that could not be done."""
    over, wrong = (
        typed.said(kept, reverse(f"console:evidence-{way}", args=[piece.pk]))
        for way in ("conclude", "withdraw")
    )
    return {
        "over": SayOver(auto_id="over_%s", initial=over),
        "wrong": SayWrong(auto_id="wrong_%s", initial=wrong),
    }
