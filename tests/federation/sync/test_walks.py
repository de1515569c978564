"""Random walks: a peer that grows, fails and lies is read as far as it is true, and no further."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from federation.peers.transport import Answer
from federation.sync import pulling, queries, verifying
from federation.sync.models import Cursor
from tests import cast
from tests.federation.sync.stories import Lie, Story, leaves, root

pytestmark = pytest.mark.usefixtures("federated")

PATHS = ("checkpoint", "feed/tile/0/000.p/{0}", "feed/tile/entries/000.p/{0}", "")


def lies(chance: random.Random) -> list[Lie]:
    """Return ways to spoil an answer."""

    def flipped(told: Answer) -> Answer:
        spoilt = bytearray(told.body or b"x")
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        return Answer(told.status, {}, bytes(spoilt))

    return [
        flipped,
        lambda told: Answer(200, {}, told.body[: len(told.body) // 2]),
        lambda told: Answer(200, {}, b""),
        lambda _told: Answer(404, {}, b""),
        lambda _told: Answer(503, {}, b""),
    ]


def walk(story: Story, seed: int, steps: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a walk, not a secret
    for step in range(steps):
        size = len(story.entries)
        story.entries += leaves("south", chance.randrange(40), start=size)
        story.audit += [b"%d" % number for number in range(chance.randrange(3))]
        story.lies.clear()
        if chance.random() < 0.7:
            path = chance.choice(PATHS).format(len(story.entries))
            story.lies[path] = chance.choice(lies(chance))
        pulling.pull("south", now=cast.NOW + timedelta(hours=step), transport=story)

        held = [bytes(entry.data) for entry in queries.imported("south")]
        cursor = queries.cursor("south", "feed")
        assert held == story.entries[: len(held)]
        assert bytes(cursor.root) == root(held)
        assert cursor.state == Cursor.State.FOLLOWING


class TestWalk:
    @pytest.mark.parametrize("seed", range(6))
    def test_holds_the_beginning_of_what_was_said(self, story: Story, seed: int) -> None:
        walk(story, seed, 12)
        story.lies.clear()

        done = pulling.pull("south", now=cast.NOW + timedelta(days=2), transport=story)

        assert done.is_well
        assert done.sizes == {"feed": len(story.entries), "audit": len(story.audit)}
        assert verifying.verify_held(now=cast.NOW) == []

    @pytest.mark.battery
    @pytest.mark.parametrize("seed", range(100, 160))
    def test_holds_it_however_long(self, story: Story, seed: int) -> None:
        walk(story, seed, 40)
