"""At a desk: somebody whose home is in no province of the federation is enrolled by their host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from federation.casework import services
from federation.peers import queries as peers
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.registry import RegistryDown
from provinces.citizens.ticking import ticks
from provinces.console.desk import DOWN, ENROLLED, TOO_OFTEN, DeskPage
from provinces.console.desk_forms import SayPresent
from provinces.console.evidence.forms import moment
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

from . import naming

# Whoever is enrolled out of this desk's reach is answered like who has a home elsewhere.
NO_VISITOR = _(
    "This person cannot be enrolled as a visitor: they have a home in a province of the federation,"
    " which decides for them. Nobody needs a code to see a doctor, be tested, go home or contest a"
    " decision."
)


class SayVisitor(SayPresent):
    """Who is present, from where they come, and where they stay."""

    came_from = forms.CharField(label=_("Where they come from"), max_length=120)
    area = forms.ChoiceField(label=_("Area in which they stay"))
    leaves_at = moment(_("When they leave again (if known)"), required=False)
    has_no_home = forms.BooleanField(
        label=_("The person says that they live in none of these provinces")
    )

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.choices = list(areas)


class Enrol(DeskPage):
    """Enrol the visitor who is present; whom the desk knows already is served."""

    template_name = "desk/visitor.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = naming.provinces()
        members = [names[each.slug] for each in peers.members(self.now)]
        asked = ticks(self.request.POST.getlist("agreed"))
        return super().get_context_data(
            **{"form": self._form(), "members": members, **asked, **kwargs}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._shown(form)
        claimed = form.claimed()
        try:
            source = self.spend(claimed.number)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        found = citizen.find_present(claimed, by=self.official, source=source, now=self.now)
        return self.welcome(found) if found is not None else self._enrol(form)

    def _enrol(self, form: SayVisitor) -> HttpResponse:
        said = form.cleaned_data
        visit = services.Visit(
            area=self._areas().get(code=said["area"]),
            came_from=said["came_from"],
            leaves_at=said["leaves_at"],
        )
        agreement = citizen.Agreement(form.items(), get_language() or "zh-hans")
        try:
            visitor = services.enrol_visitor(
                form.claimed(), visit, agreement, by=self.official, now=self.now
            )
        except RegistryDown:
            messages.error(self.request, DOWN)
        except (services.HasAHome, citizen.AlreadyEnrolled):
            messages.error(self.request, NO_VISITOR)
        else:
            given = citizens.consents_of(visitor.citizen).first()
            messages.success(self.request, ENROLLED % {"receipt": given.receipt if given else "–"})
            return self.welcome(visitor.citizen)
        return self._shown(form)

    def _form(self, *data: Any) -> SayVisitor:
        language = get_language() or "en"
        areas = [(each.code, named(each, language)) for each in self._areas()]
        return SayVisitor(*data, areas=areas)

    def _areas(self) -> Any:
        return scoping.within(self.official, Power.ENROL_PERSON, self.now).order_by("code")

    def _shown(self, form: SayVisitor) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))
