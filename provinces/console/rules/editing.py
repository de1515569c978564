"""Editing a part of one's own draft by a form, with its buttons, checked as often as one likes.

what was typed ──► the part ──► the whole document, checked ──► faults at their fields
                                      │ Save
                                      └──► the next edition, if nobody saved meanwhile
"""

from __future__ import annotations

import copy
from types import ModuleType
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.rules import services as rulesets

from . import about, cases, checking, grounds, places, seeing, sheets, statuses
from .fields import Form

SAVED = _("Saved as edition %(edition)s.")
LIVE = "HTTP_X_LIVE"


class Edit(OfficialView):
    """A form of a part of a draft; only its drafter edits it, and only while it is open."""

    power = Power.DRAFT_RULES
    here = "rules"
    template_name = "console/rules/part.html"
    http_method_names = ["get", "head", "post", "options"]
    part: ClassVar[ModuleType]
    # In which fields of the document faults are this form's.
    keys: tuple[str, ...] = ()
    title: Any
    is_table = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find(**kwargs)
        sheet = self.part.to_sheet(self.found, self.draft.document)
        return self._shown(sheet, self.draft.edition)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._find(**kwargs)
        sheet, button = self._sent(), request.POST.get("do", "check")
        if button in ("check", "save"):
            document = self._document(sheet)
            if request.META.get(LIVE):
                told = {"form": self._form(sheet, document)}
                return render(request, "console/rules/findings.html", told)
            if button == "save" and (saved := self._save(document)):
                return saved
        else:
            try:
                sheet = sheets.pressed(sheet, button, self.part.BLANKS)
            except sheets.NoSuchButton as wrong:
                raise BadRequest(str(wrong)) from None
        return self._shown(sheet, self._edition())

    def where(self) -> str:
        """Return the path of the part in the document; "" for the document itself."""
        return ""

    def _find(self, draft: int, **_kwargs: Any) -> None:
        self.draft = seeing.sought(self, draft)
        if not seeing.is_own(self, self.draft):
            raise PermissionDenied("a draft is its drafter's, as long as it is open")
        self.found = sheets.at(self.draft.document, self.where())
        if self.found is None:
            raise Http404("the draft has no such part")

    def _sent(self) -> dict[str, Any]:
        of = getattr(self.part, "fields_of", None)
        fields = of(self.draft.document) if of else self.part.FIELDS
        return sheets.read(self.request.POST, fields, self.part.OPTIONAL)

    def _document(self, sheet: dict[str, Any]) -> dict[str, Any]:
        """Return the whole document with the part as it was typed."""
        document: dict[str, Any] = copy.deepcopy(self.draft.document)
        part: dict[str, Any] = self.part.to_part(sheet, self.found, document)
        above, _dot, last = self.where().rpartition(".")
        if not above:
            return part
        sheets.listed(document, above)[int(last)] = part
        return document

    def _form(self, sheet: dict[str, Any], document: Any) -> Form:
        form: Form = self.part.form(sheet, document)
        refusals = checking.of(document)
        where = self.where()
        form.find_fault(
            checking.within(refusals, where) if where else checking.among(refusals, self.keys)
        )
        return form

    def _edition(self) -> int:
        given = self.request.POST.get("edition", "")
        return int(given) if sheets.NUMBER.fullmatch(given) else 0

    def _save(self, document: dict[str, Any]) -> HttpResponse | None:
        try:
            saved = rulesets.edit(
                self.draft, document, by=self.official, now=self.now, edition=self._edition()
            )
        except tuple(seeing.OBSTACLES) as obstacle:
            messages.error(self.request, seeing.said_of(obstacle))
            return None
        messages.success(self.request, SAVED % {"edition": saved.edition})
        return redirect(self.request.path)

    def _shown(self, sheet: dict[str, Any], edition: int) -> HttpResponse:
        form = self._form(sheet, self._document(sheet))
        context = self.get_context_data(
            draft=self.draft,
            called=seeing.called(self.draft),
            form=form,
            edition=edition,
            title=self.title,
            is_table=self.is_table,
        )
        return self.render_to_response(context)


class About(Edit):
    """What the rule set says of itself, and its parameters."""

    part: ClassVar[ModuleType] = about
    keys = about.PARTS
    title = _("About the rule set, and its parameters")


class Statuses(Edit):
    """The statuses."""

    part: ClassVar[ModuleType] = statuses
    keys = ("statuses",)
    title = _("Statuses")


class Places(Edit):
    """What places do with each status."""

    part: ClassVar[ModuleType] = places
    keys = ("consequences",)
    title = _("Where one may go")
    is_table = True


class OneOf(Edit):
    """One of several of its kind, by its place."""

    listed: str

    def where(self) -> str:
        return f"{self.listed}.{self.kwargs['number']}"


class Ground(OneOf):
    """One ground."""

    part: ClassVar[ModuleType] = grounds
    title = _("A ground")
    listed = "grounds"


class Case(OneOf):
    """One case."""

    part: ClassVar[ModuleType] = cases
    title = _("A case")
    listed = "cases"


class Arrange(seeing.Order):
    """Add a ground or a case, move it among the others, or remove it."""

    power = Power.DRAFT_RULES
    is_sensitive = False
    BLANKS: ClassVar[dict[str, Any]] = {"grounds": grounds.BLANK, "cases": cases.BLANK}

    def carry_out(self) -> Any:
        button = self.request.POST.get("do", "")
        if not button.partition(":")[2].startswith(("grounds", "cases")):
            raise BadRequest("only grounds and cases are arranged here")
        try:
            document = sheets.pressed(self.draft.document, button, self.BLANKS)
        except sheets.NoSuchButton as wrong:
            raise BadRequest(str(wrong)) from None
        given = self.request.POST.get("edition", "")
        edition = int(given) if sheets.NUMBER.fullmatch(given) else 0
        saved = rulesets.edit(self.draft, document, by=self.official, now=self.now, edition=edition)
        return SAVED % {"edition": saved.edition}
