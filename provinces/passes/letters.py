"""A paper code as a letter: a page a language, which says all that one has to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable, PageBreak, Spacer
from reportlab.platypus.paragraph import Paragraph

from provinces.rules import queries as rules
from provinces.status import wording as status

from . import listing, printing, spoken
from .codec import Claims, decode

# In which languages a letter is written where it is not known which one is read.
LANGUAGES = ("zh-hans", "en")


def letter(text: str, *, language: str, now: datetime) -> bytes:
    """Return a pass on paper as a letter in a language, or in all of them for "", as a PDF.

    Whoever prints it knows whom it is posted to: there is no reference on it, by which they would
    learn what we call that person, and no name, no address and no reason, as there is none in the
    code.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(printing.FONT))
    claims = decode(text, listing.trusted(now).known)
    written = BytesIO()
    languages = (language,) if language else LANGUAGES
    with translation.override(languages[0]):
        document = SimpleDocTemplate(
            written,
            pagesize=A4,
            topMargin=16 * mm,
            bottomMargin=14 * mm,
            title=_("Your health code on paper"),
            lang="zh-Hans" if languages[0].startswith("zh") else languages[0],
        )
    flow: list[Flowable] = []
    for each in languages:
        with translation.override(each):
            flow += [*([PageBreak()] if flow else []), *_page(text, claims, each, now)]
    document.build(flow)
    return written.getvalue()


def _page(text: str, claims: Claims, language: str, now: datetime) -> Iterator[Flowable]:
    made = printing.styles(language)
    yield Paragraph(_("Your health code on paper"), made["title"])
    yield Paragraph(printing.province_name(language), made["lead"])
    yield Spacer(1, 3 * mm)
    yield printing.squares(text)
    yield Spacer(1, 3 * mm)
    until = printing.moment(claims.expires_at)
    yield Paragraph(_("Counts until %(until)s") % {"until": until}, made["lead"])
    yield Spacer(1, 2 * mm)
    for said in _said(claims, now):
        yield Paragraph(said, made["text"])
        yield Spacer(1, 1.5 * mm)


def _said(claims: Claims, now: datetime) -> Iterator[str]:
    yield _(
        "You, or somebody who may act for you, asked for this sheet. Show it where a code is asked"
        " for: a camera reads it, and you need no phone."
    )
    yield _("Made on %(at)s, by your status of that moment. Letters: %(letters)s.") % {
        "at": printing.moment(claims.issued_at),
        "letters": spoken.letters(claims.opaque_id),
    }
    yield _(
        "It is no order, no bill and no proof of who you are. There is no name on it, and no"
        " reason. Nobody may ask you for money, a password or a telephone number for it."
    )
    yield _(
        "If your status changes, this sheet stops counting. Have another one, also if you lose it:"
        " on your page, by a call to a desk, or at any desk with your document. The new one takes"
        " the place of this one."
    )
    yield _(
        "If your status is wrong, contest it: on your page, by a call to a desk, or at any desk. It"
        " costs nothing."
    )
    yield from _answerable(now)
    yield _(
        "Whatever it says, nobody may keep you from emergency care, from testing, from going home"
        " and from contesting your status."
    )


def _answerable(now: datetime) -> Iterator[str]:
    """Name who answers for the rules in force: for all of them, whatever somebody's status is."""
    found = status.answerable(rules.in_force(now))
    if found:
        offices = _("; ").join(f"{office.office} ({office.contact})" for office in found)
        yield escape(_("For the rules these answer: %(offices)s.") % {"offices": offices})
