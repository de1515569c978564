"""What a host says of one of our people comes in, to be judged; or its issuer takes it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from federation.casework.envelope import Envelope
from federation.casework.models import Assertion
from federation.casework.refusals import refused
from federation.casework.words import read
from provinces.tenancy.tasks import nudge

from . import effects, relaying

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

JUDGE = "federation.casework.tasks.judge_province"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message, opened, about somebody or about nobody we know."""

    envelope: Envelope
    body: dict[str, Any]
    citizen: Citizen | None
    now: datetime

    @property
    def peer(self) -> str:
        return self.envelope.sender

    def reference(self, name: str) -> uuid.UUID:
        """Return the UUID that the body names; raises Refused."""
        try:
            return uuid.UUID(self.body[name])
        except (KeyError, ValueError, TypeError, AttributeError):
            raise refused("missing", f"{name} must be a UUID", f"/{name}") from None

    def text(self, name: str, most: int = 2000) -> str:
        """Return a text of the body; raises Refused."""
        found = self.body.get(name)
        if isinstance(found, str) and "\0" not in found and 0 < len(found.strip()) <= most:
            return found.strip()
        raise refused("missing", f"{name} must be a text of at most {most}", f"/{name}")


def take_fact(taken: Taken) -> None:
    """Keep an assertion, of no effect yet; raises Refused, naming every fault."""
    word = read(taken.body, of=taken.envelope.of, now=taken.now)
    effects.check(word, issuer=taken.peer, now=taken.now)
    Assertion.objects.create(
        id=taken.envelope.id,
        issuer=taken.peer,
        came_from=taken.peer,
        about=taken.envelope.about,
        epoch=taken.envelope.epoch,
        citizen=taken.citizen,
        fact=word.fact,
        link=word.link,
        source_reference=word.source_reference,
        lessens=word.lessens,
        body=taken.body,
        received_at=taken.now,
        expires_at=word.expires_at,
    )
    nudge(JUDGE)


def take_withdrawal(taken: Taken) -> None:
    """Have an issuer's own assertion count no more; raises Refused.

    Of one that is over already nothing is left to do.
    """
    name, because = taken.reference("assertion"), taken.text("because", 300)
    found = Assertion.objects.select_for_update(of=("self",)).filter(pk=name, issuer=taken.peer)
    assertion = found.first()
    if assertion is None:
        raise refused("no-such-assertion", "you have asserted nothing of that name here")
    relaying.take_back(assertion, because=f"its issuer: {because}", now=taken.now)
    if assertion.ended_at is None:
        withdrawn = Assertion.State.WITHDRAWN
        effects.end(assertion, withdrawn, because=f"its issuer: {because}", now=taken.now)
