"""The south is host, the north is home: who the guests are, and what the south says of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import numpy as np

from core.cells.lookup import cell_for
from core.periods import epoch_minute
from core.signing.canonical import canonical
from federation.casework import inbox, outbox, services
from federation.casework.models import Assertion, Issued
from federation.casework.refusals import BadEnvelope
from federation.peers import instants
from federation.peers import services as peers
from federation.peers.transport import Answer, Unreachable
from provinces.accounts.models import User
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.presence.models import Presence
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, offices, users, zones

NOW = cast.NOW
FOUNDED = NOW - timedelta(days=30)
YESTERDAY = NOW - timedelta(days=1)
# The assertions of a push settle for half a minute.
SETTLED = NOW + timedelta(seconds=31)
EPOCH = "2026-11"
# In the middle of the south's ground.
SOUTHERN = (39.90, 116.60)
SOUTHERN_BOX = (116.59, 39.89, 116.61, 39.91)
_numbers = count(1)


def founded() -> None:
    """Found the federation of the north and the south; the north knows the south's ground."""
    peers.found("Test", slugs=(cast.NORTH, cast.SOUTH), now=FOUNDED)
    zones.ground(cast.SOUTH, SOUTHERN_BOX)


def document() -> str:
    """Return the number of a document that nobody has yet."""
    return f"E{next(_numbers):08d}"


def guest(number: str = "", *, was_there: bool = True) -> tuple[Citizen, str]:
    """Return one of the north's people and their document; by default they were in the south."""
    number = number or document()
    citizen = citizens.citizen(person=Person("某人", number))
    if was_there:
        be_there([citizen.pk])
    return citizen, number


def be_there(
    people: Iterable[int], *, at: datetime = YESTERDAY, place: tuple[float, float] = SOUTHERN
) -> None:
    """Have people be somewhere for an hour, by default in the south."""
    started, cell = epoch_minute(at), cell_for(*place, 11)
    Presence.objects.bulk_create(
        Presence(citizen_id=person, cell=cell, started=started, ended=started + 60, moving=False)
        for person in np.array(list(people)).tolist()
    )


def named(*, now: datetime = NOW) -> None:
    """Make the names of the north's people between the north and the south."""
    services.keep_up_pseudonyms(now=now)


def word(fact: str = "close_contact", **changes: Any) -> dict[str, Any]:
    """Return what the south may say of a guest."""
    told: dict[str, Any] = {
        "fact": fact,
        "happened_at": instants.text(YESTERDAY),
        "expires_at": instants.text(NOW + timedelta(days=7)),
        "link": "investigation",
        "source_reference": f"report {next(_numbers)}",
        "authority": "南省疾控中心",
        "legal_basis": "《传染病防治法》第三十九条",
        "office": {"name": "南省疾控中心", "phone": "020-12320", "appeal": "https://s.example/a"},
        "evidence_hash": "ab" * 32,
        "has_presence_basis": True,
        "batch": "2026-11-15/1",
    }
    if fact.endswith("contact"):
        told |= {"case_reference": "CASE-120101-0001", "method": "现场流调"}
    return {**told, **changes}


def result(outcome: str = "positive", **changes: Any) -> dict[str, Any]:
    """Return a test's result as the south tells it."""
    return word("test_result", link="laboratory") | {
        "resulted_at": instants.text(YESTERDAY + timedelta(hours=6)),
        "outcome": outcome,
        "method": "pcr",
        "laboratory": "南省实验室",
        "sample_reference": f"S{next(_numbers)}",
        **changes,
    }


def said(number: str, body: Mapping[str, Any] | None = None, *, now: datetime = NOW) -> Issued:
    """Have the south say something of a guest; it is in the outbox."""
    with scope.province(cast.SOUTH):
        body = dict(body) if body is not None else word()
        return services.assert_fact(number, home=cast.NORTH, body=body, by=None, now=now)


@dataclass
class Post:
    """Brings a message to the province it is for, in this process, and its receipt back.

    `broken` says of a message whether its receipt is lost on the way back; `is_down` that
    nothing gets through.
    """

    now: datetime = NOW
    is_down: bool = False
    broken: Callable[[str], bool] = lambda _of: False
    brought: list[str] = field(default_factory=list)

    def __call__(self, peer: str) -> Road:
        return Road(self, peer, services_of())


@dataclass
class Road:
    """The way to one province."""

    post_office: Post
    to: str
    sender: str

    def get(self, path: str, *, most: int) -> Answer:
        raise NotImplementedError

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        assert path == "v1/notices"
        if self.post_office.is_down:
            raise Unreachable("nobody answers")
        statement = json.loads(body)
        of = statement["body"]["class"]
        with scope.province(self.to):
            try:
                receipt = inbox.take(statement, peer=self.sender, now=self.post_office.now)
            except BadEnvelope as wrong:
                return Answer(400, {}, wrong.code.encode())
        self.post_office.brought.append(of)
        if self.post_office.broken(of):
            raise Unreachable("the connection broke")
        return Answer(200, {}, canonical(receipt))


def services_of() -> str:
    """Return which province is in scope."""
    return scope.current().slug


def deliver(post: Post | None = None, *, now: datetime = NOW, by: str = "") -> outbox.Sent:
    """Send what is due from a province, by default from the south."""
    post = post or Post(now=now)
    with scope.province(by or cast.SOUTH):
        return outbox.send_due(now, post)


def exchange(*, now: datetime = NOW, post: Post | None = None) -> None:
    """Send what is due both ways until there is nothing left."""
    post = post or Post(now=now)
    for _ in range(4):
        for slug in (cast.NORTH, cast.SOUTH):
            deliver(post, now=now, by=slug)


def received(number: str, body: Mapping[str, Any] | None = None, *, now: datetime = NOW) -> Any:
    """Have the south say something, and the north receive it; return the north's row, if any."""
    issued = said(number, body, now=now)
    deliver(now=now)
    return Assertion.objects.filter(pk=issued.pk).first()


def official(role: str, code: str = "110000", *, unit: str) -> User:
    """Return a new official of the province in scope."""
    user = users.user()
    offices.office(user, areas.area(code), role, unit=unit, now=NOW)
    return user


def states() -> dict[str, int]:
    """Return how many assertions are in which state."""
    found: dict[str, int] = {}
    for state in Assertion.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
