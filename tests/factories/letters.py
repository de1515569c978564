"""Paper codes by post: people whom the registry knows, and what stands on a letter."""

from __future__ import annotations

from datetime import datetime

import pypdfium2
import zxingcpp

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Match
from provinces.passes import services as passes
from provinces.passes.models import Posting
from provinces.passes.services import PostChannel
from sample.registry.books import Entry
from tests.cast import NOW
from tests.factories import users
from tests.factories.registries import GRAN, claimed


def enrolled(entry: Entry = GRAN, *, name: str = "") -> Citizen:
    """Enrol somebody whom the registry knows; with a name to sign in by, with an account."""
    match = Match("", entry.area, entry.birth_year, ())
    citizen = services.enrol_matched(claimed(entry), match, by=None, now=NOW)
    if name:
        citizen.user, citizen.language = users.user(name), "en"
        citizen.save(update_fields=["user", "language"])
    return citizen


def asked(
    citizen: Citizen,
    *,
    channel: PostChannel = PostChannel.TELEPHONE,
    language: str = "en",
    now: datetime = NOW,
) -> Posting:
    """Have a paper code asked for by post, by an official of no matter."""
    by = users.user(f"clerk-{User.objects.count()}")
    return passes.ask_post(citizen, channel=channel, by=by, now=now, language=language)


def pages(pdf: bytes) -> list[tuple[list[str], str]]:
    """Return of each page the codes that an independent reader finds on it, and its text."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        image = page.render(scale=300 / 72).to_pil()
        read = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        text = " ".join(page.get_textpage().get_text_bounded().split())
        found.append(([each.text for each in read], text))
    document.close()
    return found


def code(pdf: bytes) -> str:
    """Return the code on the first page of a letter, the only one there."""
    (text,) = pages(pdf)[0][0]
    return text
