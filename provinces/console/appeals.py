"""Appeals as officials see them: what lies with whom, until when, and the answer, in two steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from core.web import addresses
from core.web.templatetags.web import named, remaining
from provinces.accounts import stepping_up
from provinces.appeals import queries, services, taking, wording
from provinces.appeals.showing import (
    brought,
    contestable,
    fields_of,
    fields_to_answer,
    page_of,
)
from provinces.citizens import services as serving
from provinces.citizens.fields import Field
from provinces.jurisdictions.powers import Power

from .desk import REFUSALS, Person
from .official import OfficialView

ON_A_PAGE = 25
LEFT = _("%(left)s left")
IN_FAVOUR = ("not_them", "not_there", "record_wrong", "cleared", "not_proven")
# What keeps an answer from being taken, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    services.AlreadyAnswered: _("This appeal was answered, or withdrawn, in the meantime."),
    services.NotYours: _("This appeal does not lie with you, or not any more."),
    services.NotIndependent: _("You, or your office, are concerned by it; others answer."),
    services.BadVerdict: _(
        "Give reasons of at least ten characters, and a finding that fits what you say is wrong."
    ),
    PermissionDenied: _("Your office does not reach this person."),
}
ANSWERED = _("Answered. The person is told, with your reasons, and the status follows at once.")


class Queue(OfficialView):
    """What lies with me, and all that waits where I answer appeals, the soonest due first."""

    power = Power.REVIEW_APPEAL
    template_name = "console/appeals/queue.html"
    here = "appeals"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = self._rows(queries.lying_with(self.official))
        others = queries.lying_with_others(self.official, self.now)
        counted = queries.tally(others, self.now)
        paginator = Paginator(others, ON_A_PAGE)
        paginator.count = counted.number
        page = paginator.get_page(self.request.GET.get("page"))
        reversals = list(queries.reversals_to_sign(self.official, self.now))
        names = wording.causes(one.cause for one in reversals)
        return super().get_context_data(
            mine=mine,
            page=page,
            others=self._rows(page.object_list),
            late=counted.late + sum(row["is_late"] for row in mine),
            reversals=[{"reversal": one, "name": names[one.cause]} for one in reversals],
            **kwargs,
        )

    def _rows(self, appeals: Any) -> list[dict[str, Any]]:
        address = addresses.of_rows("console:appeal")
        return [
            {**self._row(one), "address": address(one.reference)} for one in queries.listed(appeals)
        ]

    def _row(self, appeal: queries.Listed) -> dict[str, Any]:
        is_late = appeal.clock <= self.now
        return {
            "reference": appeal.reference,
            "is_again": appeal.is_again,
            "clock": appeal.clock,
            "is_late": is_late,
            "area": named(appeal),
            "lies_with": "".join(map(named, appeal.lying)),
            "left": "" if is_late else LEFT % {"left": remaining(appeal.clock, self.now)},
        }


class Appeal(OfficialView):
    """One appeal; what was said is for whoever answers it alone. The person sees who looked."""

    power = Power.REVIEW_APPEAL
    template_name = "console/appeals/appeal.html"
    here = "appeals"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sought(self, kwargs.pop("reference"))
        is_mine = queries.lies_with(found, self.official) is not None
        told = page_of(found)
        queries.open_for_review(found, fields_of(told), by=self.official, at=self.now)
        if not is_mine:
            told["said"] = None
        names = wording.causes(one.cause for one in found.bases.all())
        return super().get_context_data(
            **told,
            is_mine=is_mine,
            causes=[{"key": key, "name": name} for key, name in names.items()],
            **kwargs,
        )


class Attachment(OfficialView):
    """A file that came with an appeal which lies with me."""

    power = Power.REVIEW_APPEAL
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = sought(self, kwargs["reference"])
        if queries.lies_with(found, self.official) is None:
            raise Http404("it does not lie with this official")
        queries.open_for_review(found, [Field.APPEALS], by=self.official, at=self.now)
        return brought(found, kwargs["key"])


class AtDesk(Person):
    """An appeal for the person at the desk, who has no phone or wants none; they are told."""

    template_name = "console/appeals/desk.html"
    fields = (Field.GROUNDS, Field.APPEALS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._form(self.present(), {}, {})

    def post(self, request: HttpRequest) -> HttpResponse:
        citizen, given = self.present(), taking.given(request)
        self.require(citizen, Field.GROUNDS)
        decision, _colon, ground = request.POST.get("ground", "").partition(":")
        complaint = taking.complaint(
            request,
            decision=int(decision) if decision.isdecimal() and len(decision) < 18 else 0,
            ground=ground,
            channel=services.Channel.DESK,
        )
        if complaint is None:
            return self._form(citizen, given, taking.NO_CATEGORY)
        try:
            made = self._filed(citizen, complaint)
        except serving.OwnRecord:
            messages.error(request, REFUSALS[serving.OwnRecord])
            return redirect("console:desk-person")
        except services.NoGround:
            return self._form(citizen, given, {"ground": _("Choose the ground that is wrong.")})
        except tuple(taking.OBSTACLES) as obstacle:
            field, text = taking.OBSTACLES[type(obstacle)]
            return self._form(citizen, given, {field: text})
        told = _("Filed. The number of the appeal, for the person to keep: %(reference)s")
        messages.success(request, told % {"reference": made.reference})
        return redirect("console:desk-appeal")

    @transaction.atomic
    def _filed(self, citizen: Any, complaint: services.Complaint) -> Any:
        """File it, and have the person know; raises OwnRecord, and what filing raises."""
        serving.serve(citizen, serving.Act.APPEALED, by=self.official, now=self.now)
        return services.file(citizen, complaint, by=self.official, now=self.now)

    def _form(self, citizen: Any, given: Any, mistakes: Any) -> HttpResponse:
        told = self.get_context_data(citizen=citizen)
        sight = told["record"].sight
        if Field.GROUNDS in sight:
            told["grounds"] = contestable(citizen, self.now)
        if Field.APPEALS in sight:
            told["appeals"] = queries.mine(citizen)
        whole = {**told, **taking.told(given, mistakes)}
        return render(self.request, self.template_name, whole)


class Decide(OfficialView):
    """The answer: what is wrong, what I found, and why; shown once more before it counts.

    The person sees that what their ground rests on was looked at, each time.
    """

    power = Power.REVIEW_APPEAL
    template_name = "console/appeals/decide.html"
    here = "appeals"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = sought(self, kwargs["reference"])
        if queries.lies_with(found, self.official) is None:
            return self._back(found, OBSTACLES[services.NotYours])
        return self._form(found, {}, "")

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        found = sought(self, reference)
        given = {
            "wrong": request.POST.getlist("wrong"),
            "finding": request.POST.get("finding", ""),
            "reasons": request.POST.get("reasons", ""),
        }
        verdict = _verdict(given)
        if verdict is None or len(verdict.reasons.strip()) < 10 or not _fits(verdict):
            return self._form(found, given, OBSTACLES[services.BadVerdict])
        if "confirm" not in request.POST:
            return self._confirm(found, given, verdict)
        stepping_up.require_confirmed(request)
        try:
            services.answer(found, verdict, by=self.official, now=self.now)
        except tuple(OBSTACLES) as obstacle:
            kind = next(each for each in OBSTACLES if isinstance(obstacle, each))
            return self._back(found, OBSTACLES[kind])
        messages.success(request, ANSWERED)
        return redirect("console:appeals")

    def _back(self, appeal: Any, text: Any) -> HttpResponse:
        messages.error(self.request, text)
        return redirect("console:appeal", appeal.reference)

    def _looked_at(self, appeal: Any) -> list[Any]:
        """Return what the ground rests on; the person sees who looked."""
        bases = list(queries.bases_of(appeal))
        fields = fields_to_answer(bases)
        queries.open_for_review(appeal, fields, by=self.official, at=self.now)
        return bases

    def _form(self, appeal: Any, given: dict[str, Any], mistake: Any) -> HttpResponse:
        told = self.get_context_data(
            appeal=appeal,
            given=given,
            mistake=mistake,
            bases=[wording.basis(one) for one in self._looked_at(appeal)],
            findings=[(key, name, key in IN_FAVOUR) for key, name in wording.FINDINGS.items()],
        )
        return render(self.request, self.template_name, told)

    def _confirm(self, appeal: Any, given: dict[str, Any], verdict: Any) -> HttpResponse:
        chosen = [one for one in self._looked_at(appeal) if one.pk in verdict.wrong]
        told = self.get_context_data(
            appeal=appeal,
            given=given,
            wrong=[wording.basis(one) for one in chosen],
            finding=wording.FINDINGS[verdict.finding],
        )
        return render(self.request, "console/appeals/confirm.html", told)


def _verdict(given: dict[str, Any]) -> services.Verdict | None:
    """Return what was given as an answer, None where a finding is missing or a key is none."""
    keys = given["wrong"]
    if given["finding"] not in wording.FINDINGS or not all(
        key.isdecimal() and len(key) < 18 for key in keys
    ):
        return None
    return services.Verdict(
        wrong=frozenset(map(int, keys)), finding=given["finding"], reasons=given["reasons"]
    )


def _fits(verdict: services.Verdict) -> bool:
    return bool(verdict.wrong) == (verdict.finding in IN_FAVOUR)


def sought(page: OfficialView, reference: str) -> Any:
    """Return an appeal in the areas that the page's power reaches; raises Http404."""
    found = queries.within_reach(reference, by=page.official, at=page.now)
    if found is None:
        raise Http404("no such appeal in the official's areas")
    return found
