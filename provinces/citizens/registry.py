"""The identity registry, which belongs to others: who somebody is, and how they are reached.

It is asked for as little as can be: whether a document and a name belong together, where that
person lives and when they were born. Contacts it keeps to itself: it delivers our words to them,
and tells one only once the person has agreed. An address is never told: a letter is printed and
posted where the address is known. It is asked over the network, so never inside a transaction.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import urllib3
from django.conf import settings
from django.db import connection
from urllib3.exceptions import HTTPError

from .documents import DocumentKind

PATIENCE = urllib3.Timeout(connect=3.0, read=5.0)
# Nobody is known by it: words for it are taken, and go nowhere.
NOBODY = "nobody"


class RegistryDown(ConnectionError):
    """The registry does not answer, or not in a way that can be understood."""


class InATransaction(RuntimeError):
    """Whoever waits for the network must not hold rows meanwhile."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who somebody says they are: a document, its number in its one spelling, and a name."""

    kind: DocumentKind
    number: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Match:
    """What the registry tells of a person whose document and name belong together.

    `handle` stands for the person with the registry, for some minutes; `area` is the division code
    of where they live; `contacts` are masked, as "138****0000".
    """

    handle: str
    area: str
    birth_year: int | None
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """How somebody is reached, in the clear; "" where the registry has none."""

    email: str = ""
    phone: str = ""


class Registry(Protocol):
    """What an identity registry does for us."""

    def look_up(self, claimed: Claimed) -> Match | None:
        """Return what may be known of a person, None where document and name are nobody's."""

    def deliver(self, handle: str, text: str) -> None:
        """Have the registry send words to the contacts it holds."""

    def post(self, handle: str, letter: bytes, *, name: str) -> bool:
        """Have the registry print a letter, a PDF, and post it to the address it holds.

        Of one name a letter is posted once, however often it is asked for. Returns whether it is
        or was: the registry knows no address of some.
        """

    def contacts(self, handle: str) -> Contacts:
        """Return the contacts of somebody who has agreed to it."""

    def is_guardian(self, guardian: Claimed, child: Claimed) -> bool:
        """Tell whether the registry knows somebody as the guardian of a child."""


class HttpRegistry:
    """A registry that is asked by HTTP with a key; raises RegistryDown."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url.rstrip("/"), key
        self._pool = urllib3.PoolManager(timeout=PATIENCE, retries=False)

    def look_up(self, claimed: Claimed) -> Match | None:
        try:
            found = self._ask("look-up", _written(claimed))["match"]
            if found is None:
                return None
            contacts = tuple(found["contacts"])
            return Match(found["handle"], found["area"], found["birth_year"], contacts)
        except (KeyError, TypeError) as problem:
            raise RegistryDown("the registry does not say whom it found") from problem

    def deliver(self, handle: str, text: str) -> None:
        self._ask("deliver", {"handle": handle, "text": text})

    def post(self, handle: str, letter: bytes, *, name: str) -> bool:
        asked = {"handle": handle, "name": name, "letter": base64.b64encode(letter).decode()}
        is_taken = self._ask("post", asked).get("is_taken")
        if not isinstance(is_taken, bool):
            raise RegistryDown("the registry does not say whether it takes a letter")
        return is_taken

    def contacts(self, handle: str) -> Contacts:
        found = self._ask("contacts", {"handle": handle})
        return Contacts(email=found["email"], phone=found["phone"])

    def is_guardian(self, guardian: Claimed, child: Claimed) -> bool:
        asked = {"guardian": _written(guardian), "child": _written(child)}
        return bool(self._ask("guardian", asked)["is_guardian"])

    def _ask(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        if connection.in_atomic_block:
            raise InATransaction(f"{what} is asked of the registry inside a transaction")
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        content = json.dumps(body).encode()
        try:
            answer = self._pool.request(
                "POST", f"{self._url}/{what}", body=content, headers=headers
            )
            if answer.status != 200:
                raise RegistryDown(f"the registry answered {answer.status}")
            return dict(json.loads(answer.data))
        except (HTTPError, ValueError, TypeError) as problem:
            raise RegistryDown("the registry does not answer") from problem


def current() -> Registry:
    """Return the registry of this node; raises RegistryDown where none is set."""
    if not settings.CITIZENS_REGISTRY_URL:
        raise RegistryDown("no registry is set")
    return _kept(settings.CITIZENS_REGISTRY_URL, settings.CITIZENS_REGISTRY_KEY)


@lru_cache(4)
def _kept(url: str, key: str) -> HttpRegistry:
    return HttpRegistry(url, key)


def _written(claimed: Claimed) -> dict[str, str]:
    return {"kind": str(claimed.kind), "number": claimed.number, "name": claimed.full_name}
