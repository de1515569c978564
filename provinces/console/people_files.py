"""Files of what is kept of people: a sheet of one, or a short list that tells who or what.

Every page and every line is watermarked with who made it, when and what for. A file is there for
an hour, for whoever made it, and its digest is in the ledger.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import escape

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable, Spacer
from reportlab.platypus.paragraph import Paragraph

from provinces.accounts import stepping_up
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import PERSONAL, Field
from provinces.citizens.fields import WORDING as FIELDS
from provinces.citizens.purposes import FOR_OFFICIALS, Purpose
from provinces.jurisdictions.powers import Power
from provinces.passes.printing import FONT
from provinces.tenancy import scope

from .people import MOST, PeoplePage, opened_by
from .people_lines import lines_of
from .people_parts import parts_of, shown

# Read by a spreadsheet as a formula, if a cell begins with it.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
IN_A_LIST = {
    citizen.FileKind.WHO: (Field.NAME, Field.CONTACT, Field.ADDRESS),
    citizen.FileKind.WHAT: (Field.STATUS, Field.ORDERS),
}


class FilePage(PeoplePage):
    """A page about files; whoever opens records in emergencies alone makes none."""

    def _may(self) -> bool:
        return Power.VIEW_PERSON in self.powers

    def watermark(self, token: str, unit: str, purpose: Purpose) -> str:
        """Return what stands on every page or line: who, when, what for, and the file's name."""
        local = timezone.localtime(self.now, scope.current().zone)
        at = date_format(local, "DATETIME_FORMAT")
        name = self.official.get_username()
        return " · ".join(
            [scope.current().slug, name, unit, at, str(FOR_OFFICIALS[purpose]), token]
        )


class MakeSheet(FilePage):
    """Make a file of one person's record, of what the official may see for a purpose."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        purpose = self.chosen(request.POST.get("purpose", ""))
        if purpose is None:
            raise Http404("no purpose of the official's")
        try:
            opened = opened_by(self, reference, purpose)
            if opened is None:
                return self.nobody(purpose)
            budgets.spend("file", now=self.now, **self.source())
        except budgets.OverBudget:
            return self.too_often()
        stepping_up.require_confirmed(request)
        told = parts_of(opened, self.now)
        seen = shown(told)
        citizens.look(opened, seen, by=self.official, at=self.now)
        token = citizen.new_token()
        mark = self.watermark(token, opened.office.unit, purpose)
        content = sheet(opened, told, mark, self.now)
        made = citizen.Made(citizen.FileKind.SHEET, purpose, seen, 1, opened.office, opened.citizen)
        citizen.keep_file(token, made, content, by=self.official, now=self.now)
        return redirect("console:person-file", token)


class MakeList(FilePage):
    """Make a list of who is assigned to my areas: who they are, or what is known of them."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        purpose = self.chosen(request.POST.get("purpose", ""))
        kind = {str(each): each for each in IN_A_LIST}.get(request.POST.get("kind", ""))
        if purpose is None or kind is None:
            raise Http404("no such list")
        stepping_up.require_confirmed(request)
        opened = list(self._opened(purpose))
        fields = [field for field in IN_A_LIST[kind] if any(field in one.sight for one in opened)]
        if not fields:
            messages.error(request, _("There is nothing to list that you may see."))
            return redirect("console:people-in-care")
        try:
            budgets.spend("file", now=self.now, **self.source())
        except budgets.OverBudget:
            return self.too_often()
        token, office = citizen.new_token(), opened[0].office
        rows = [[lines_of(one, field, self.now) for field in fields] for one in opened]
        for one, cells in zip(opened, rows, strict=True):
            seen = _seen(one, dict(zip(fields, cells, strict=True)))
            citizens.look(one, seen, by=self.official, at=self.now, file=token)
        named = {one.citizen.reference: cells for one, cells in zip(opened, rows, strict=True)}
        content = listed(named, fields, self.watermark(token, office.unit, purpose))
        made = citizen.Made(kind, purpose, fields, len(opened), office)
        citizen.keep_file(token, made, content, by=self.official, now=self.now)
        return redirect("console:person-file", token)

    def _opened(self, purpose: Purpose) -> Iterator[citizens.Opened]:
        people = {
            one.citizen.reference: None
            for one in citizens.in_care(self.official, self.now, most=MOST)
        }
        for reference in people:
            opened = citizens.open_record(reference, by=self.official, purpose=purpose, at=self.now)
            if opened is not None:
                yield opened


class File(FilePage):
    """A file that I made: until when it is there, and its digest."""

    template_name = "console/people/file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        file = own_file(self, kwargs.pop("token"))
        return super().get_context_data(
            file=file,
            purpose=FOR_OFFICIALS[Purpose(file.purpose)],
            fields=[FIELDS[Field(name)] for name in file.fields],
            **kwargs,
        )


class Take(FilePage):
    """Take the file along."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        file = own_file(self, token)
        stepping_up.require_confirmed(request)
        content = citizen.take_file(file, by=self.official, now=self.now)
        is_sheet = file.kind == citizen.FileKind.SHEET
        suffix, of = ("pdf", "application/pdf") if is_sheet else ("csv", "text/csv; charset=utf-8")
        answer = HttpResponse(content, content_type=of)
        answer["Content-Disposition"] = f'attachment; filename="concord-{token}.{suffix}"'
        return answer


def own_file(page: FilePage, token: str) -> Any:
    """Return a file that the official made and that is not over; raises Http404."""
    file = citizens.export_of(token, by=page.official, at=page.now)
    if file is None:
        raise Http404("no such file of the official's")
    return file


def sheet(opened: citizens.Opened, told: dict[str, Any], mark: str, now: datetime) -> bytes:
    """Return what an official may see of a person as a PDF, watermarked on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    written = BytesIO()

    def watermark(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 7)
        canvas.drawString(18 * mm, 8 * mm, f"{mark} · {document.page}")
        canvas.setFillColor(Color(0.5, 0.5, 0.5, alpha=0.25))
        canvas.setFont(FONT, 16)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, 0, mark)
        canvas.restoreState()

    document = SimpleDocTemplate(
        written, pagesize=A4, topMargin=18 * mm, bottomMargin=18 * mm, title=mark
    )
    document.build([*_flow(opened, told, now)], onFirstPage=watermark, onLaterPages=watermark)
    return written.getvalue()


def listed(rows: dict[str, list[str]], fields: list[Field], mark: str) -> bytes:
    """Return a list as CSV, a line a person by reference, each with the watermark."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([_("Reference"), *(str(FIELDS[field]) for field in fields), _("Watermark")])
    for reference, cells in rows.items():
        writer.writerow([reference, *map(_plain, cells), mark])
    return ("\ufeff" + written.getvalue()).encode()


def _seen(opened: citizens.Opened, cells: dict[Field, str]) -> list[Field]:
    """Return what a line of a list shows: of who somebody is nothing, where nothing is kept."""
    return [
        field
        for field, cell in cells.items()
        if field in opened.sight and (cell or field not in PERSONAL)
    ]


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _flow(opened: citizens.Opened, told: dict[str, Any], now: datetime) -> Iterator[Flowable]:
    head = ParagraphStyle("head", fontName=FONT, fontSize=13, leading=20, wordWrap="CJK")
    text = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
    yield Paragraph(escape(opened.citizen.reference), head)
    for line in told["who"]:
        yield Paragraph(escape(f"{line.what}: {line.text}"), text)
    for field in Field:
        if str(field) in told:
            yield Spacer(1, 4 * mm)
            yield Paragraph(escape(str(FIELDS[field])), head)
            for said in (lines_of(opened, field, now, told) or _("None.")).split("\n"):
                yield Paragraph(escape(said), text)
