"""Lists of a prefecture's officials among a million people, beside the same SQL by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.http import urlencode

from bench import engine, registry
from bench.federation import within
from bench.peers import lists
from bench.registry import Registry
from bench.report import Aim, Report, Row, Section
from bench.timing import Timed, nothing
from tests.client import ProvinceClient, signed_in

TIMES, BEFORE = 9, 3
BY_HAND = "the same SQL by hand"
AS_FAST = Aim(most=2)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: for whom, and what it is narrowed to; `hand` names its SQL by hand.

    `few` is a list of some hundred rows, however many people there are: by hand it takes a few
    milliseconds, less than any page does around it, so that its statements alone are compared.
    """

    what: str
    page: str
    role: str
    power: str
    hand: str = ""
    size: int = 50
    number: int = 1
    kind: str = ""
    team: str = ""
    few: bool = False

    @property
    def query(self) -> str:
        said: dict[str, str | int] = {"kind": self.kind, "team": self.team, "page": self.number}
        return urlencode({name: value for name, value in said.items() if value not in ("", 1)})


def _of(
    page: str, role: str, power: str, *, size: int = 50, few: bool = False
) -> Callable[..., Page]:
    """Return what makes the pages of one list."""

    def made(what: str, **values: Any) -> Page:
        return Page(f"{page}: {what}", page, role, power, page, size, few=few, **values)

    return made


TO_SIGN = _of("evidence-waiting", "high_reviewer", "approve_evidence")
CASES = _of("cases", "epidemiologist", "propose_evidence", size=25)
CONTACTS = _of("contacts", "epidemiologist", "propose_evidence", size=25)
APPEALS = _of("appeals", "appeals_officer", "review_appeal", size=25)
ZONES = _of("zones", "epidemiologist", "view_figures", few=True)
FIRST, DEEP = "first page", "a deep page"
PAGES = (
    TO_SIGN(FIRST),
    TO_SIGN(DEEP, number=80),
    TO_SIGN("of one class and team", kind="secondary_contact", team="疾控 8"),
    CASES(FIRST),
    CASES(DEEP, number=50),
    CASES("of one class", kind="asymptomatic_case"),
    CONTACTS(FIRST),
    CONTACTS(DEEP, number=300),
    CONTACTS("of one team", team="疾控 8"),
    APPEALS(FIRST),
    APPEALS(DEEP, number=60),
    _of("appeal-causes", "appeals_officer", "review_appeal")("the most contested"),
    ZONES(FIRST),
    ZONES(DEEP, number=5),
    _of("holds", "high_reviewer", "release_hold", size=25, few=True)(FIRST),
    _of("people-in-care", "case_officer", "view_person", few=True)(FIRST),
    _of("freezes", "auditor", "audit", few=True)(FIRST),
    *(
        Page(name, "home", role, power, name)
        for name, role, power in (
            ("home of an epidemiologist", "epidemiologist", "propose_evidence"),
            ("home of a reviewer", "high_reviewer", "approve_evidence"),
            ("home of an appeals officer", "appeals_officer", "review_appeal"),
        )
    ),
)


@dataclass(slots=True)
class Taken:
    """What a page took: all in all, and in the database; and how many statements it asks."""

    whole: Timed
    database: Timed
    statements: int = 0


def measure(report: Report, people: int) -> None:
    """Have the officials of a prefecture open their lists, and ask for the same by hand."""
    laid = registry.lay(people)
    engine.checkpoint()
    section = report.section(f"Officials' lists: {people:,} people, 100,000 open items")
    with within(registry.SLUG):
        browsers = {role: _browser(laid, role) for role in laid.officials}
        frame = opened(browsers["case_officer"], Page("", "people", "case_officer", ""))
        section.add(Row(f"a page without a list, {_said(frame)}", _milliseconds(frame.whole)))
        for page in PAGES:
            _beside(section, page, browsers[page.role], laid, frame)
    section.notes.append(NOTE)


NOTE = (
    "The officials are of the most peopled of eleven prefectures, in which a sixth of all live."
    " Ours is opened through the whole application in one process, under the province's own login,"
    " after three times that do not count; by hand, the same rows and numbers are asked on the same"
    " connection, in turns with ours. What a page takes in the database includes who is signed in,"
    " what their offices allow, and whether the ledger is sealed, none of which is asked by hand;"
    " what it takes besides is Python: rows into objects, and the template. *Beyond a page without"
    " a list* is what a page takes in the database less what the page of the first row does, as a"
    " median: that alone is of the list, and its ratio is the one between two ways to ask for the"
    " same. Zones, holds, people in care and what may be frozen are some hundred rows, however many"
    " people there are: by hand they take a few milliseconds, less than the page around them, so"
    " that of them the statements alone have an aim."
)


def _browser(laid: Registry, role: str) -> ProvinceClient:
    client = signed_in(laid.officials[role])
    client.defaults["SERVER_NAME"] = "localhost"
    return client


def _beside(
    section: Section, page: Page, browser: ProvinceClient, laid: Registry, frame: Taken
) -> None:
    told = {
        "now": laid.now, "below": f"{laid.path}%", "me": laid.officials[page.role].pk,
        "power": page.power, "kind": page.kind, "team": page.team, "size": page.size,
        "from": (page.number - 1) * page.size,
    }  # fmt: skip
    theirs = Timed()
    ours = opened(browser, page, beside=lambda: lists.ask(page.hand, told), took=theirs)
    beyond = Timed([each - frame.database.median for each in ours.database.seconds])
    whole = None if page.few else AS_FAST
    for what, took, aim in (
        ("in the database beyond a page without a list", beyond, AS_FAST),
        (f"in the database, {ours.statements} statements", ours.database, whole),
        ("the whole answer", ours.whole, whole),
    ):
        ratio = took.median / theirs.median
        hand = _milliseconds(theirs)
        section.add(Row(f"{page.what}, {what}", _milliseconds(took), BY_HAND, hand, ratio, aim))


def opened(
    browser: ProvinceClient,
    page: Page,
    beside: Callable[[], object] = nothing,
    took: Timed | None = None,
) -> Taken:
    """Open a page several times; something else in turns with it, which takes `took`.

    In turns, for the machine has slower minutes, and either has its share of them.
    """
    taken, theirs = Taken(Timed(), Timed()), took or Timed()
    address = f"/p/{registry.SLUG}{reverse(f'console:{page.page}')}?{page.query}"
    for turn in range(BEFORE + TIMES):
        with _listening() as asked, taken.whole.once():
            response = browser.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        taken.database.seconds.append(sum(asked))
        taken.statements = len(asked)
        with theirs.once():
            beside()
        if turn < BEFORE:
            for each in (taken.whole, taken.database, theirs):
                each.seconds.clear()
    return taken


@contextmanager
def _listening() -> Iterator[list[float]]:
    """Have the seconds that each statement takes until all its rows are here."""
    asked: list[float] = []

    def listen(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            asked.append(time.perf_counter() - began)

    with connection.execute_wrapper(listen):
        yield asked


def _milliseconds(timed: Timed) -> str:
    least, most = min(timed.seconds), max(timed.seconds)
    return f"{1000 * timed.median:.3g} ms ({1000 * least:.3g}–{1000 * most:.3g})"


def _said(taken: Taken) -> str:
    return f"of it {1000 * taken.database.median:.2g} ms in the database"
