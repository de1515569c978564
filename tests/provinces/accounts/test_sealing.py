"""Secrets of authenticators, sealed."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from provinces.accounts import sealing

KEY, OTHER = bytes(32), bytes([1]) * 32


class TestSeal:
    def test_is_undone_by_the_same_key(self) -> None:
        assert sealing.unseal(KEY, sealing.seal(KEY, "secret")) == "secret"

    def test_is_undone_by_no_other_key(self) -> None:
        with pytest.raises(InvalidTag):
            sealing.unseal(OTHER, sealing.seal(KEY, "secret"))

    def test_never_looks_the_same(self) -> None:
        assert sealing.seal(KEY, "secret") != sealing.seal(KEY, "secret")
