"""What stories share: a north where nothing has happened yet, enrolling, and reading codes."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, expect

from provinces.citizens.services import codes
from provinces.jurisdictions.models import Area
from provinces.passes import queries as passes
from provinces.tenancy import scope
from sample.registry.books import Entry
from tests import cast
from tests.factories import areas, road, zones
from tests.factories.registries import InProcess
from tests.journeys.browser.conftest import Clock, Visit
from tests.journeys.browser.hands import Hand

PASSWORD = "plum blossom in snow"


def begin(rules: str = "first") -> Area:
    """Give the north its names, its ground and its rules; return the county of the story."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area("110100", name_zh="安平市", name_en="Anping")
        county = areas.area("110101", name_zh="东城区", name_en="Dongcheng")
        zones.ground()
        road.shipped_ruleset(rules)
        return county


def sent(known: InProcess, clock: Clock) -> str:
    """Do what the worker does; return the code that somebody reads on their phone."""
    with scope.province(cast.NORTH):
        for number in codes.pending(clock.now):
            codes.send(number, now=clock.now)
    return known.code()


def say_who(hand: Hand, entry: Entry) -> None:
    """Fill in who somebody is."""
    hand.pick("Document", entry.kind)
    hand.say("Document number", entry.number)
    hand.say("Name, as it stands in the document", entry.name)


def enrol(opened: Visit, hand: Hand, entry: Entry, known: InProcess, clock: Clock) -> None:
    """Enrol by a code, agree to one thing more than is needed, and choose how to sign in."""
    opened.open("enrol/")
    say_who(hand, entry)
    hand.press("Send the code")
    hand.say("Code", sent(known, clock))
    hand.press("Continue")
    hand.tick("E-mail address and phone number")
    hand.say("Name to sign in by", "fang.wang")
    hand.say("Password", PASSWORD)
    hand.press("Enrol")
    expect(opened.page.get_by_role("heading", level=1)).to_contain_text("Green")


def read(frame: Locator) -> str:
    """Return what a reader sees in a part of the page."""
    return _only(Image.open(io.BytesIO(frame.screenshot())))


def read_sheet(path: Path) -> str:
    """Return what a reader sees on a printed sheet."""
    (page,) = pypdfium2.PdfDocument(path)
    return _only(page.render(scale=300 / 72).to_pil())


def printed(opened: Visit, hand: Hand, button: str) -> Path:
    """Press a button that makes a sheet; return the file."""
    with opened.page.expect_download() as download:
        hand.press(button, saves=True)
    return download.value.path()


def checked(text: str, clock: Clock) -> passes.Verified:
    """Return what a checkpoint of the north says of a code."""
    with scope.province(cast.NORTH):
        return passes.verify(text, clock.now)


def _only(image: Image.Image) -> str:
    """Return the text of the only QR code; stripes of one may look like a code of another kind."""
    (found,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text
