"""The second signature under evidence: what waits, what there is to know of it, and the answer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.citizens.fields import Field
from provinces.console.deeds import Deed
from provinces.console.official import OfficialView
from provinces.evidence import queries
from provinces.evidence import services as evidence
from provinces.jurisdictions.powers import Power

from . import wording
from .filing import masked_name
from .lists import Filters

ON_A_PAGE = 50
# Of the lists that wait, so many are shown; whoever has signed those is shown the next ones.
MOST_LISTS = 50
APPROVED = _("Approved. It is in force, and the status follows.")
REJECTED = _("Rejected. It never had any effect.")


class Waiting(OfficialView):
    """What waits for my signature: lists as a whole, and single pieces, the oldest first."""

    power = Power.APPROVE_EVIDENCE
    template_name = "console/evidence/waiting.html"
    here = "evidence-waiting"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = queries.awaiting_approval(self.official, self.now)
        counted = queries.tally(waiting)
        filters = Filters(self.request, counted)
        single = [each for each in counted if each.batch is None]
        page = filters.page(waiting.filter(batch=None), single, ON_A_PAGE)
        batches = queries.batches_of(counted, most=MOST_LISTS)
        return super().get_context_data(
            page=page,
            rows=[{"piece": one, "name": wording.of_class(one.evidence_class)} for one in page],
            batches=[
                {"batch": one, "name": wording.of_class(one.evidence_class), "waiting": number}
                for one, number in batches
            ],
            all_batches=len({each.batch for each in counted} - {None}),
            filters=filters,
            **kwargs,
        )


class Piece(OfficialView):
    """One piece, with all that its second signature needs; the person sees who looked."""

    power = Power.APPROVE_EVIDENCE
    template_name = "console/evidence/piece.html"
    here = "evidence-waiting"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        piece = sought(self, kwargs.pop("piece"))
        return super().get_context_data(
            piece=piece,
            name=masked_name(self, piece.citizen, Field.EVIDENCE),
            title=wording.of_class(piece.evidence_class),
            moment=wording.moment(piece.evidence_class),
            state=wording.state(piece, self.now),
            case=case_words(piece),
            is_own=piece.proposed_by_id == self.official.pk,
            has_released=has_released(self, piece),
            is_held=piece.hold is not None and piece.hold.state == "open",
            **kwargs,
        )


class Listed(OfficialView):
    """A list as it was filed, with what is left to be signed of it."""

    power = Power.APPROVE_EVIDENCE
    template_name = "console/evidence/list.html"
    here = "evidence-waiting"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pieces = of_list(self, kwargs.pop("batch"))
        first = pieces[0]
        page = Paginator(pieces, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            batch=first.batch,
            first=first,
            title=wording.of_class(first.evidence_class),
            moment=wording.moment(first.evidence_class),
            page=page,
            rows=[{"piece": one, "case": case_words(one)} for one in page],
            is_own=first.batch.filed_by_id == self.official.pk,
            has_released=has_released(self, first),
            **kwargs,
        )


class Answer(Deed, OfficialView):
    """What the second office makes of it; whoever signs has just confirmed who they are."""

    power = Power.APPROVE_EVIDENCE
    obstacles = wording.OBSTACLES
    keeps = ("because",)

    def sought(self, **named: Any) -> Any:
        return sought(self, named["piece"])

    def back(self, **named: Any) -> HttpResponse:
        return redirect("console:evidence-piece", **named)

    def forth(self, **_named: Any) -> HttpResponse:
        return redirect("console:evidence-waiting")


class Approve(Answer):
    """Put one piece into force."""

    def act(self, found: Any) -> Any:
        evidence.approve(found, by=self.official, now=self.now)
        return APPROVED


class Reject(Answer):
    """Turn one piece down, with a reason."""

    def act(self, found: Any) -> Any:
        because = self.request.POST.get("because", "")
        evidence.reject(found, by=self.official, because=because, now=self.now)
        return REJECTED


class AnswerList(Answer):
    """What the second office makes of a list, all of it."""

    def sought(self, **named: Any) -> Any:
        return of_list(self, named["batch"])[0].batch

    def back(self, **named: Any) -> HttpResponse:
        return redirect("console:evidence-list", **named)


class ApproveList(AnswerList):
    """Put what is left of a list into force."""

    def act(self, found: Any) -> Any:
        evidence.approve_list(found, by=self.official, now=self.now)
        return APPROVED


class RejectList(AnswerList):
    """Turn down what is left of a list, with a reason."""

    def act(self, found: Any) -> Any:
        because = self.request.POST.get("because", "")
        evidence.reject_list(found, by=self.official, because=because, now=self.now)
        return REJECTED


def sought(page: OfficialView, key: int) -> Any:
    """Return a piece that awaits a signature, in the official's areas; raises Http404."""
    found = queries.visible_to(page.official, Power(page.power), page.now)
    found = found.filter(pk=key, state="awaiting")
    related = ("citizen__area", "case", "investigator", "proposed_by", "hold")
    first = found.select_related(*related).first()
    if first is None or first.citizen.user_id == page.official.pk:
        raise Http404("no such piece awaits a signature in the official's areas")
    return first


def of_list(page: OfficialView, key: int) -> Any:
    """Return what is left of a list in the official's areas; raises Http404."""
    found = queries.awaiting_list(page.official, page.now, key)
    if not found:
        raise Http404("nothing of such a list awaits a signature in the official's areas")
    return found


def has_released(page: OfficialView, piece: Any) -> bool:
    """Tell whether the official released what a piece was held with."""
    return piece.hold is not None and piece.hold.decided_by_id == page.official.pk


def case_words(piece: Any) -> Any:
    """Return on which case a contact rests, in words; "" where it rests on none."""
    if piece.case is None:
        return piece.case_reference
    told = {"number": piece.case_id, "kind": wording.of_class(piece.case.evidence_class)}
    return _("%(kind)s, number %(number)s of the register") % told
