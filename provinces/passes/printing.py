"""A paper code as a sheet to be printed: the code, what it says, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable, Spacer
from reportlab.platypus.paragraph import Paragraph

from provinces.citizens.models import Citizen
from provinces.tenancy import scope

from . import drawing, listing, spoken
from .codec import Claims, decode

# Of the fonts that every reader of PDF supplies for Chinese (Adobe-GB1): named, not embedded,
# for none that could be embedded is smaller than the rest of the program.
FONT = "STSong-Light"
SIDE = 70 * mm

# Points, and those from one line to the next.
_SIZES = {"title": (22, 30), "lead": (15, 22), "text": (11.5, 18)}


def sheet(citizen: Citizen, text: str, *, language: str, now: datetime) -> bytes:
    """Return a sheet with a pass that was issued on paper, as a PDF.

    There is no name on it, as there is none in the code: whoever finds it learns where its bearer
    may go, and not who that is. The reference is what one asks for when it was lost.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    claims = decode(text, listing.trusted(now).known)
    written = BytesIO()
    with translation.override(language):
        document = SimpleDocTemplate(
            written,
            pagesize=A4,
            topMargin=18 * mm,
            bottomMargin=18 * mm,
            title=_("Paper code"),
            author=province_name(language),
            lang="zh-Hans" if language.startswith("zh") else language,
        )
        document.build([*_flow(citizen, text, claims, language)])
    return written.getvalue()


def _flow(citizen: Citizen, text: str, claims: Claims, language: str) -> Iterator[Flowable]:
    until = moment(claims.expires_at)
    made = styles(language)
    yield Paragraph(_("Paper code"), made["title"])
    yield Paragraph(province_name(language), made["lead"])
    yield Spacer(1, 6 * mm)
    yield squares(text)
    yield Spacer(1, 6 * mm)
    yield Paragraph(_("Counts until %(until)s") % {"until": until}, made["lead"])
    yield Spacer(1, 4 * mm)
    for said in _said(citizen, claims):
        yield Paragraph(said, made["text"])
        yield Spacer(1, 2 * mm)


def styles(language: str) -> dict[str, ParagraphStyle]:
    """Return how a sheet is written in a language."""
    # Chinese is broken between any two characters, other writing between words.
    wrap = "CJK" if language.startswith("zh") else None
    return {
        name: ParagraphStyle(name, fontName=FONT, fontSize=size, leading=leading, wordWrap=wrap)
        for name, (size, leading) in _SIZES.items()
    }


def _said(citizen: Citizen, claims: Claims) -> Iterator[str]:
    issued = {"at": moment(claims.issued_at), "reference": citizen.reference}
    yield _(
        "Letters: %(letters)s. An official who asks whether you are under an order of isolation"
        " types them where no camera reads the code."
    ) % {"letters": spoken.letters(claims.opaque_id)}
    yield _("Issued on %(at)s. Reference %(reference)s: it says nothing about you.") % issued
    yield _(
        "Show this code where a code is asked for. It is read by a camera and needs no phone of"
        " yours. There is no name on it."
    )
    yield _(
        "If your status changes before then, this sheet stops counting and you can print another."
        " If you lose it, withdraw it on your page or at a desk: a new one takes its place."
    )
    yield _(
        "Whatever it says, nobody may keep you from emergency care, from testing, from going home"
        " and from contesting your status."
    )


def squares(text: str) -> Drawing:
    """Return the code as squares, with the quiet that cameras need around it."""
    rows = drawing.modules(text)
    side = SIDE / (len(rows) + 2 * drawing.QUIET)
    drawn = Drawing(SIDE, SIDE)
    drawn.add(Rect(0, 0, SIDE, SIDE, fillColor=white, strokeColor=None))
    for y, row in enumerate(reversed(rows), drawing.QUIET):
        for x, length in _runs(row):
            left = (x + drawing.QUIET) * side
            # One rectangle for a run: between two, a printer may leave a hair of white.
            drawn.add(Rect(left, y * side, length * side, side, fillColor=black, strokeColor=None))
    return drawn


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each run of black modules begins, and how long it is."""
    begins = None
    for x, module in enumerate([*row, False]):
        if module and begins is None:
            begins = x
        elif not module and begins is not None:
            yield begins, x - begins
            begins = None


def province_name(language: str) -> str:
    """Return what the province is called in a language."""
    own = scope.current()
    return own.name_zh if language.startswith("zh") else own.name_en


def moment(seconds: int) -> str:
    """Return a moment of a pass in words, in the province's time."""
    at = datetime.fromtimestamp(seconds, scope.current().zone)
    return date_format(timezone.localtime(at, scope.current().zone), "DATETIME_FORMAT")
