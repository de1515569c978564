"""An attacker: true pairs, an account, keys of a phone, an app, a laboratory and a carrier."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from difflib import unified_diff
from typing import Any
from urllib.parse import unquote, urlencode

from django.db import transaction
from stdnum.iso7064 import mod_11_2

from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.presence import services as presence
from sample.registry.books import Entry
from tests.cast import NOW
from tests.client import ProvinceClient, signed_in
from tests.factories import areas, channels, citizens
from tests.factories import laboratories as lab
from tests.factories.registries import InProcess
from tests.statements import run_by

# The moment of the answer, and what is random in it.
CHANCE = ("Expires", "Set-Cookie", "Content-Length")
# What differs between two answers whoever they are about: tokens, and what the attacker sent.
TOKEN = re.compile(r'(name=\\?"csrfmiddlewaretoken\\?" value=)\\?"[^"]+"')
SCOPES = "code:read declare:write enrol:start"


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a number, as such lists have them."""

    name: str
    number: str


def pair(number: int, *, kind: int = 7) -> Pair:
    """Return a pair of the list; the dates lie two hundred years before anybody's birth."""
    day, sequence = divmod(number, 100)
    month, year = day % 12 + 1, 1720 + day // 12
    digits = f"110101{year}{month:02d}15{kind}{sequence:02d}"
    return Pair(f"王{chr(0x4E00 + number % 5000)}", digits + mod_11_2.calc_check_digit(digits))


def known(pairs: list[Pair], registry: InProcess) -> None:
    """Have the registry know people of the list."""
    registry.books.add(
        Entry("resident", each.number, each.name, "110101", 1980, f"{each.number}@example.org")
        for each in pairs
    )


def enrolled(pairs: list[Pair], registry: InProcess) -> list[Citizen]:
    """Have people of the list enrolled in the county 110101."""
    known(pairs, registry)
    area = areas.area("110101")
    return [
        citizens.citizen(area=area, person=Person(each.name, each.number), now=NOW)
        for each in pairs
    ]


def anybody(_eve: Citizen) -> ProvinceClient:
    """A browser in which nobody is signed in."""
    return ProvinceClient(headers={"accept-language": "en"})


def account(eve: Citizen) -> ProvinceClient:
    """A browser with an account of the attacker's own."""
    client = signed_in(eve.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def phone(eve: Citizen) -> ProvinceClient:
    """A program with the key of a phone that is paired with the attacker's account."""
    return _with_key(presence.pair_device(eve, now=NOW))


def channel(eve: Citizen) -> ProvinceClient:
    """A program with the token of an app that the attacker's account lets do all there is."""
    return _with_key(channels.token(eve, channels.app(), SCOPES))


def laboratory(_eve: Citizen) -> ProvinceClient:
    """A program with the key of a laboratory."""
    return _with_key(lab.key_of(lab.laboratory(reference="stolen")))


def carrier(_eve: Citizen) -> ProvinceClient:
    """A program with the key of a carrier."""
    return _with_key(
        passes.register_carrier(
            "stolen", name="Stolen Railway", contact="duty@rail.example", by="operator", now=NOW
        )
    )


BROWSERS: dict[str, Callable[[Citizen], ProvinceClient]] = {
    each.__name__: each for each in (anybody, account)
}
# Keys are read at the doors of programs alone.
KEYS: dict[str, Callable[[Citizen], ProvinceClient]] = {
    each.__name__: each for each in (phone, channel, laboratory, carrier)
}
MEANS = {**BROWSERS, **KEYS}


def _with_key(key: str) -> ProvinceClient:
    return ProvinceClient(headers={"authorization": f"Bearer {key}", "accept-language": "en"})


def fields(said: Pair) -> dict[str, str]:
    """Return a pair by every name that a form or an endpoint has for such things."""
    return {
        "kind": "resident", "number": said.number, "full_name": said.name,
        "name": said.name, "document": said.number, "relation": "adult", "scopes": "show_code",
        "reference": said.number, "username": said.number, "password": said.name,
        "letter": said.number, "code": "00000000", "userCode": said.number,
        "health": "wellness_declared", "health_pass": said.number, "transport": "train",
        "departs_at": (NOW + timedelta(hours=2)).isoformat(), "client_id": said.number,
        "token": said.number, "address": f"{said.number}@example.org", "channel": "email",
    }  # fmt: skip


def as_json(said: Pair) -> str:
    """Return a pair as the body of a call."""
    return json.dumps({**fields(said), **json.loads(bundle([said]))})


def bundle(said: Iterable[Pair], *, first: int = 1, **values: Any) -> bytes:
    """Return a laboratory's results of people of the list, numbered from `first` on."""
    return lab.bundle(
        *(
            lab.report_of(each.number, number=f"R{number}", **values)
            for number, each in enumerate(said, first)
        ),
        kind="batch",
    )


def try_out(client: ProvinceClient, method: str, address: str, said: Pair) -> Any:
    """Send a pair by every way that a request can carry it; return what comes back."""
    asked = f"{address}?{urlencode(fields(said))}"
    kind = "application/x-www-form-urlencoded"
    content = urlencode(fields(said))
    if isinstance(client.defaults.get("HTTP_AUTHORIZATION"), str):
        kind = "application/json"
        content = as_json(said)
    return send(client, method, asked, content, said, kind)


def send(
    client: ProvinceClient, method: str, asked: str, content: Any, said: Pair, kind: str
) -> Any:
    """Send a request about somebody and undo it; return status, headers, body and statements."""
    answers: list[Any] = []
    statements = run_by(lambda: answers.append(_undone(client, method, asked, content, kind)))
    return answers[0].status_code, _headers(answers[0], said), _body(answers[0], said), statements


def difference(one: Any, other: Any) -> list[str]:
    """Return in what two answers differ, line by line: status, headers, body and statements."""
    lines = [
        [str(part), *map(str, sorted(headers.items())), *body.splitlines(), *statements]
        for part, headers, body, statements in (one, other)
    ]
    return [
        line for line in unified_diff(lines[0], lines[1], n=0) if line[:3] not in ("---", "+++")
    ]


def _undone(client: ProvinceClient, method: str, asked: str, content: Any, kind: str) -> Any:
    """Send a request and undo what it did, so that the next one finds the same."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, asked, content, kind)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _headers(answer: Any, said: Pair) -> dict[str, str]:
    """Return the headers, and of each cookie all but its value, of which the length."""
    told = {name: _without(value, said) for name, value in answer.items() if name not in CHANCE}
    for name, cookie in answer.cookies.items():
        shown = {part: value for part, value in cookie.items() if part != "expires"}
        told[f"Set-Cookie {name}"] = f"{len(cookie.value)} characters {sorted(shown.items())}"
    return told


def _body(answer: Any, said: Pair) -> str:
    text = b"".join(answer) if answer.streaming else answer.content
    return TOKEN.sub(r"\1", _without(text.decode(errors="replace"), said))


def _without(text: str, said: Pair) -> str:
    """Return a text without what the attacker sent, however often it is encoded in it."""
    for _ in range(3):
        text = unquote(text)
    for value in (said.number, said.number.lower(), said.name):
        text = text.replace(value, "…")
    return text
