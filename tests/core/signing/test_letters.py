"""Letters that are read out are typed back, however that is done."""

from __future__ import annotations

import hashlib

from core.signing.letters import grouped, letters, typed

DIGEST = hashlib.sha256(b"concord").digest()


class TestLetters:
    def test_have_no_look_alikes(self) -> None:
        said = "".join(letters(hashlib.sha256(bytes([each])).digest(), 40) for each in range(99))

        assert set(said) == set("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    def test_follow_from_the_digest(self) -> None:
        assert letters(DIGEST, 12) == letters(DIGEST, 40)[:12]
        assert letters(DIGEST, 12) != letters(DIGEST[::-1], 12)

    def test_are_typed_in_any_way(self) -> None:
        said = letters(DIGEST, 12)

        shown = grouped(said)
        assert shown.count("-") == 2
        assert typed(f" {shown.lower()} ") == typed(shown.replace("-", " ")) == said
