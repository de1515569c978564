"""A draft as JSON: read, checked, saved; each fault with its pointer and its line."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.rules import services as rulesets

from . import checking, editing, printing, seeing, sheets
from .checking import Finding

# Ten times the largest set that ships.
LONGEST = 1_000_000
# A condition may be nested 100 deep, and stands some levels down.
DEEPEST = 120
TOO_DEEP = gettext_lazy("It is nested too deeply to be read.")
# What the reader of JSON says, and what an author does about it.
NO_JSON = {
    "Expecting value": gettext_lazy("A value is missing here"),
    "Expecting property name enclosed in double quotes": gettext_lazy(
        "A name in double quotes is missing here"
    ),
    "Illegal trailing comma before end of object": gettext_lazy("The last comma is one too many"),
    "Illegal trailing comma before end of array": gettext_lazy("The last comma is one too many"),
    "Expecting ':' delimiter": gettext_lazy("A colon is missing here"),
    "Expecting ',' delimiter": gettext_lazy("A comma or a closing bracket is missing here"),
    "Unterminated string starting at": gettext_lazy("The text that begins here has no end"),
    "Invalid control character at": gettext_lazy("This character is written with a backslash"),
    "Invalid \\escape": gettext_lazy("After the backslash stands none of the letters that may"),
    "Invalid \\uXXXX escape": gettext_lazy(
        "After a backslash and a u stand four hexadecimal digits"
    ),
    "Extra data": gettext_lazy("The document has ended before this"),
}


class Source(OfficialView):
    """The whole draft in a text field."""

    power = Power.DRAFT_RULES
    here = "rules"
    template_name = "console/rules/source.html"
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find(kwargs["draft"])
        document = self.draft.document
        return self._shown(printing.printed(document)[0], found(document), self.draft.edition)

    def post(self, request: HttpRequest, draft: int) -> HttpResponse:
        self._find(draft)
        text, edition = request.POST.get("document", "")[:LONGEST], self._edition()
        document, findings = read(text)
        if request.META.get(editing.LIVE):
            return render(request, "console/rules/found.html", {"findings": findings})
        if document is None:
            return self._shown(text, findings, edition)
        if request.POST.get("do") == "save" and self._save(document, edition):
            return redirect(request.path)
        return self._shown(printing.printed(document)[0], findings, edition)

    def _find(self, draft: int) -> None:
        self.draft = seeing.sought(self, draft)
        if not seeing.is_own(self, self.draft):
            raise PermissionDenied("a draft is its drafter's, as long as it is open")

    def _edition(self) -> int:
        given = self.request.POST.get("edition", "")
        return int(given) if sheets.NUMBER.fullmatch(given) else 0

    def _save(self, document: dict[str, Any], edition: int) -> bool:
        try:
            saved = rulesets.edit(
                self.draft, document, by=self.official, now=self.now, edition=edition
            )
        except tuple(seeing.OBSTACLES) as obstacle:
            messages.error(self.request, seeing.said_of(obstacle))
            return False
        messages.success(self.request, editing.SAVED % {"edition": saved.edition})
        return True

    def _shown(self, text: str, findings: list[Finding], edition: int) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                draft=self.draft,
                called=seeing.called(self.draft),
                text=text,
                findings=findings,
                edition=edition,
            )
        )


def read(text: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return the document that a text is, None where it is none, and what is found in it."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as wrong:
        return None, [Finding("", _no_json(wrong), line=wrong.lineno)]
    except RecursionError:
        return None, [Finding("", TOO_DEEP, line=1)]
    if not isinstance(document, dict):
        return None, [Finding("", _("A rule set is one JSON object."), line=1)]
    if _is_deep(document):
        return None, [Finding("", TOO_DEEP, line=1)]
    return document, found(document)


def _no_json(wrong: json.JSONDecodeError) -> str:
    said = NO_JSON.get(wrong.msg, wrong.msg)
    return _("%(what)s (column %(column)s)") % {"what": said, "column": wrong.colno}


def _is_deep(document: Any) -> bool:
    """Tell whether a document is nested more deeply than any condition is written."""
    level = [document]
    for _step in range(DEEPEST):
        level = [
            below
            for one in level
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


def found(document: dict[str, Any]) -> list[Finding]:
    """Return what the checks find, each with its line."""
    _text, places = printing.printed(document)
    return [
        Finding(one.path, one.message, line=printing.line_of(one.path, places))
        for one in checking.as_written(document)[: checking.MOST]
    ]
