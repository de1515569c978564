"""Provinces that belong to one federation, as tests between them need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from core.signing import keys
from core.signing.keys import SigningKey
from provinces.tenancy import directory
from tests.factories import federations
from tests.federation.sync import losses
from tests.federation.sync.stories import Story


@pytest.fixture
def east_key() -> SigningKey:
    """The ledger key of a member that is hosted elsewhere."""
    return keys.generate("concord/east")


@pytest.fixture
def federated(north: directory.Entry, east_key: SigningKey) -> None:
    """Be in the north, in one federation with the south and with the east, which is elsewhere."""
    federations.founded()
    federations.joined("east", east_key)


@pytest.fixture
def story(federated: None) -> Story:
    """What the south tells, with its own key, and whatever a test has it tell."""
    return Story("south", federations.ledger_key("south"))


@pytest.fixture
def forked(story: Story) -> list[bytes]:
    """The south's feed as it was first read; it is told otherwise now, from the fourth entry on."""
    return losses.lost(story)


@pytest.fixture
def in_one_transaction() -> Iterator[None]:
    """Have all of a test be one transaction, whatever requests it makes in the process."""
    with connection_kept():
        yield


@contextmanager
def connection_kept() -> Iterator[None]:
    """Let requests in the process leave the connection open, as Django's test client does.

    They would otherwise end the transaction that they are made in.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
