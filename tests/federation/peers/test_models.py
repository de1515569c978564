"""What rows of peers are called, for whoever reads a log."""

from __future__ import annotations

import pytest
from django.db import models

from federation.peers.models import ExpiryWarning, Membership, Nonce, Peer


class TestNames:
    @pytest.mark.parametrize(
        ("row", "name"),
        [
            (Membership(version=3), "membership 3"),
            (Peer(slug="south"), "south"),
            (Nonce(peer="south", nonce="abc"), "south abc"),
            (ExpiryWarning(what="membership 3", days=7), "membership 3, 7 days ahead"),
        ],
    )
    def test_say_which_row_it_is(self, row: models.Model, name: str) -> None:
        assert str(row) == name
