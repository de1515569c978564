"""A checkpoint in a real browser: scanned by camera, without a server, and in the right words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from core.signing.p256 import PassKey, fresh_secret
from provinces.oversight.switching.parts import Part
from provinces.passes import codec
from provinces.passes import services as passes
from provinces.passes.models import Issued
from provinces.passes.services import HandedKey
from provinces.tenancy import keys, scope
from tests import cast
from tests.factories import citizens, incidents
from tests.factories import passes as made
from tests.journeys.browser.conftest import SWITCHES, Look, Open, Visit, _listen
from tests.journeys.browser.filming import film
from tests.provinces.passes.codec.made import NOW, live, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LASTS = {"expires_at": NOW + 86_400}
STRANGER = PassKey("concord/west", fresh_secret())
EVERYTHING_KEPT = """
async () => {
  const databases = await indexedDB.databases();
  const kept = [];
  for (const { name } of databases) {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    for (const store of database.objectStoreNames) {
      kept.push(...await new Promise((resolve) => {
        const asking = database.transaction(store).objectStore(store).getAllKeys();
        asking.onsuccess = () => resolve(asking.result.map((key) => `${store} ${key}`));
      }));
    }
  }
  const cached = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
  }
  return { kept: kept.sort(), cached, local: localStorage.length + sessionStorage.length };
}
"""


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """The north, which trusts the south."""
    handed = HandedKey(
        *("south", "南省", "South", south().verifier.text),
        since=cast.NOW - timedelta(hours=1),
        until=None,
    )
    with scope.province(cast.NORTH):
        passes.receive_keys([handed])


def south() -> PassKey:
    with scope.province(cast.SOUTH):
        return keys.pass_keys()[0]


def signed(claims: codec.Claims) -> str:
    """Return a pass of the north."""
    with scope.province(cast.NORTH):
        return codec.encode(claims, keys.pass_keys()[0])


def ready(opened: Visit, place: str = "shop") -> None:
    """Open the checkpoint for a class of places, and wait until it has fetched its lists."""
    opened.page.clock.install(time=cast.NOW)
    opened.open(f"scanner/#{place}")
    expect(opened.page.locator('[data-network="online"]')).to_be_visible()
    opened.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def paste(opened: Visit, text: str) -> None:
    opened.page.get_by_text("No camera? Paste the code").click()
    opened.page.fill("#text", text)
    opened.page.get_by_role("button", name="Check this text").click()


def seen(opened: Visit, shape: str, word: str) -> None:
    """Expect an answer: its shape, its word, and that there is something to do next."""
    expect(opened.page.locator("[data-word]")).to_have_text(word)
    expect(opened.page.locator(f"[data-answer].is-{shape}")).to_be_focused()
    expect(opened.page.locator("[data-next] li").first).to_be_visible()


class Filmed:
    """A browser before whose camera a code is held, and a server that can be stopped."""

    def __init__(self, chromium: Browser, path: Path, text: str) -> None:
        self.server = LiveServer("localhost")
        self.browser = chromium.browser_type.launch(
            executable_path="/usr/bin/chromium", args=[*SWITCHES, *film(text, path)]
        )
        context: BrowserContext = self.browser.new_context(
            locale="en-GB", viewport={"width": 390, "height": 800}
        )
        self.visit = Visit(context.new_page(), self.server.url)
        _listen(self.visit)

    def close(self) -> None:
        self.browser.close()


@pytest.fixture
def filmed(chromium: Browser, tmp_path: Path, story: None) -> Iterator[Filmed]:
    made = Filmed(chromium, tmp_path / "camera.y4m", signed(live(**LASTS)))
    yield made
    made.close()


def test_a_code_is_scanned_with_a_server_and_without(filmed: Filmed) -> None:
    opened, page = filmed.visit, filmed.visit.page
    ready(opened)
    page.get_by_role("button", name="Scan with the camera").click()
    seen(opened, "green", "Let in")
    opened.keep("en-390-light-checkpoint-green")
    assert opened.complaints == []

    filmed.server.stop()
    # A connection that the browser has kept open is served on by the stopped server's thread.
    page.context.set_offline(True)
    page.reload()
    expect(page.locator('[data-network="offline"]')).to_contain_text("Not connected")
    page.get_by_role("button", name="Scan with the camera").click()

    seen(opened, "green", "Let in")
    kept = page.evaluate(EVERYTHING_KEPT)
    assert kept["kept"] == ["lists north 0", "lists south 0", "lists trust"]
    assert kept["local"] == 0
    page_and_files = (f"{opened.server}/p/north/scanner/", f"{opened.server}/static/")
    assert [url for url in kept["cached"] if not url.startswith(page_and_files)] == []


def test_no_request_says_anything_of_a_code(story: None, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        ready(opened)
        asked: list[Any] = []

        def note(request: Any) -> None:
            asked.append(request)

        opened.page.on("request", note)

        paste(opened, signed(live(**LASTS)))

        seen(opened, "green", "Let in")
        assert asked == []


@pytest.mark.parametrize(
    ("place", "shape", "word"),
    [
        ("school", "yellow", "Let in on conditions"),
        ("care_home", "red", "Not let in here"),
        ("emergency_care", "green", "Let in"),
        ("going_home", "green", "Let in"),
    ],
)
def test_a_place_does_what_the_pass_says_of_it(
    place: str, shape: str, word: str, story: None, visit: Open
) -> None:
    with visit(Look("en-GB", 390)) as opened:
        ready(opened, place)

        paste(opened, signed(live(**LASTS)))

        seen(opened, shape, word)
        opened.keep(f"en-390-light-checkpoint-{place}")


def test_a_pass_of_a_trusted_neighbour_counts(story: None, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        ready(opened)

        paste(opened, codec.encode(live(issuer="south", **LASTS), south()))

        seen(opened, "green", "Let in")
        expect(opened.page.locator("[data-about]")).to_contain_text("issued by South")


def test_what_a_province_elsewhere_withdrew_comes_by_way_of_ours(noon: None, visit: Open) -> None:
    east = PassKey("concord/east", fresh_secret())
    with scope.province(cast.NORTH):
        made.relayed("east", east, 5, at=cast.NOW - timedelta(minutes=6))

    def shown(place: int) -> str:
        return codec.encode(paper(issuer="east", status=codec.StatusReference(0, place)), east)

    with visit(Look("en-GB")) as opened:
        ready(opened)
        lists = opened.page.locator("[data-lists]")
        expect(lists).to_contain_text("made there 6 minutes ago, and passed on by our province.")
        expect(lists).to_contain_text("has not heard from there lately")

        paste(opened, shown(5))
        seen(opened, "none", "This code does not count")
        opened.page.get_by_role("button", name="Clear").click()
        opened.page.fill("#text", shown(6))
        opened.page.get_by_role("button", name="Check this text").click()
        seen(opened, "green", "Let in")


def withdrawn() -> str:
    with scope.province(cast.NORTH):
        citizen = citizens.citizen()
        text = passes.issue_paper(citizen, now=cast.NOW)
        passes.withdraw(citizen, Issued.objects.get().pk, now=cast.NOW)
        return text


def broken(name: str) -> str:
    whole = signed(live(**LASTS))
    return {
        "tampered": lambda: whole[:-2] + ("0" if whole[-2] != "0" else "1") + whole[-1],
        "expired": lambda: signed(live(issued_at=NOW - 60, expires_at=NOW)),
        "replayed": lambda: signed(live(issued_at=NOW - 90_000, expires_at=NOW - 86_400)),
        "not yet": lambda: signed(live(issued_at=NOW + 600, expires_at=NOW + 660)),
        "unknown": lambda: codec.encode(live(issuer="west", **LASTS), STRANGER),
        "untrusted": lambda: codec.encode(live(issuer="north", **LASTS), south()),
        "withdrawn": withdrawn,
        "no pass": lambda: "https://example.org/",
    }[name]()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tampered", "changed after it was signed, or forged"),
        ("expired", "has run out"),
        ("replayed", "has run out"),
        ("not yet", "counts from a later moment"),
        ("unknown", "not known here"),
        ("untrusted", "does not count any more"),
        ("withdrawn", "was withdrawn"),
        ("no pass", "not a health pass"),
    ],
)
def test_what_does_not_count_gets_the_right_words(
    name: str, words: str, story: None, visit: Open
) -> None:
    text = broken(name)
    with visit(Look("en-GB")) as opened:
        ready(opened)

        paste(opened, text)

        seen(opened, "none", "This code does not count")
        expect(opened.page.locator("[data-why]")).to_contain_text(words)
        expect(opened.page.locator("[data-next]")).to_contain_text("needs a doctor is let through")


def test_lists_that_are_over_are_never_shown_as_sure(story: None, visit: Open) -> None:
    with scope.province(cast.NORTH):
        text = passes.issue_paper(citizens.citizen(), now=cast.NOW)
    with visit(Look("en-GB")) as opened:
        ready(opened)
        opened.page.context.set_offline(True)
        opened.page.clock.fast_forward("25:00:00")
        opened.page.locator('[data-network="offline"]').wait_for()

        paste(opened, text)

        seen(opened, "none", "Let in; not all was checked")
        expect(opened.page.locator("[data-why]")).to_contain_text("withdrawn codes is too old")
        expect(opened.page.locator("[data-lists]")).to_contain_text("too old to be sure")
        opened.complaints.clear()


@pytest.mark.parametrize(
    "look", [Look("zh-CN", 390), Look("en-GB", 390, "dark"), Look("zh-CN", 1280, "dark")], ids=str
)
def test_an_answer_is_in_nobodys_way(look: Look, story: None, visit: Open) -> None:
    with visit(look) as opened:
        ready(opened, "care_home")
        opened.page.locator("summary").first.click()
        opened.page.fill("#text", signed(live(**LASTS)))
        opened.page.locator("[data-typed] button").click()
        expect(opened.page.locator("[data-answer].is-red")).to_be_visible()
        opened.keep(f"{look}-checkpoint-red")

        assert opened.barriers() == []
        assert not opened.is_wider_than_the_window()


def test_a_keyboard_is_enough(story: None, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        ready(opened)
        press = opened.page.keyboard.press
        opened.page.locator("summary").first.focus()
        press("Enter")
        press("Tab")
        opened.page.keyboard.insert_text(signed(live(**LASTS)))
        press("Tab")
        press("Enter")

        seen(opened, "green", "Let in")
        press("Tab")
        press("Tab")
        press("Enter")
        expect(opened.page.locator("[data-start]")).to_be_focused()


def test_what_to_do_is_said_while_a_part_is_off(story: None, visit: Open) -> None:
    with scope.province(cast.NORTH):
        incidents.off(Part.LIVE_CODES)

    with visit(Look("en-GB", 390)) as opened:
        ready(opened)

        said = opened.page.locator("[data-todo] li")
        expect(said).to_contain_text("nobody is kept out because the service is off")
