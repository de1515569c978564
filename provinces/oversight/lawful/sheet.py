"""The file for an authority as a PDF: what was granted, and across each page for whom it is."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
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

from provinces.passes.printing import FONT

from . import wording

PALE = Color(0.4, 0.4, 0.4, alpha=0.25)
WIDTH, HEIGHT = A4


def sheet(given: dict[str, Any], mark: str, *, language: str) -> bytes:
    """Return the content of an answer as a PDF; `mark` stands across each page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    written = BytesIO()
    with translation.override(language):
        document = SimpleDocTemplate(
            written,
            pagesize=A4,
            topMargin=18 * mm,
            bottomMargin=18 * mm,
            title=mark,
            subject=mark,
            lang="zh-Hans" if language.startswith("zh") else language,
        )

        def marked(canvas: Any, _document: Any) -> None:
            _mark(canvas, mark)

        document.build([*_flow(given, mark, language)], onFirstPage=marked, onLaterPages=marked)
    return written.getvalue()


def _mark(canvas: Any, mark: str) -> None:
    canvas.saveState()
    canvas.setFillColor(PALE)
    canvas.setFont(FONT, 12)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(40)
    for step in range(-4, 5):
        canvas.drawCentredString(0, step * 40 * mm, mark)
    canvas.restoreState()


def _flow(given: dict[str, Any], mark: str, language: str) -> Iterator[Flowable]:
    wrap = "CJK" if language.startswith("zh") else None
    head = ParagraphStyle("head", fontName=FONT, fontSize=14, leading=22, wordWrap=wrap)
    text = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=16, wordWrap=wrap)
    yield Paragraph(escape(_("Answer to a legal request")), head)
    yield Paragraph(escape(mark), text)
    yield Paragraph(escape(f"{given['from']} – {given['to']}"), text)
    for field, value in given["fields"].items():
        yield Spacer(1, 4 * mm)
        yield Paragraph(escape(str(wording.FIELDS[field])), head)
        for line in _lines(value):
            yield Paragraph(escape(line), text)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        if not value:
            yield _("Nothing in this period.")
        for each in value:
            yield " · ".join(str(part) for part in each.values() if part is not None)
    elif isinstance(value, dict):
        yield " · ".join(str(part) for part in value.values() if part)
    else:
        yield "–" if value is None else str(value)
