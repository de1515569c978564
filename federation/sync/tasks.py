"""Celery only nudges: each task looks into the database for who is to be asked."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy import scope
from provinces.tenancy.tasks import for_every_province, province_task

from . import relaying, syncing

# One that a busy worker has not begun by then is sent again by the next beat.
EXPIRES_SECONDS = 20


@shared_task(name="federation.sync.tasks.sync")
def sync() -> None:
    """Send every province round its peers."""
    for_every_province(sync_province)


@province_task
def sync_province() -> None:
    """Send for each peer that is due, so that none waits for another, and give hints."""
    now = timezone.now()
    for peer in syncing.due(now):
        here = scope.current().slug
        sync_peer.apply_async([here], {"peer": peer}, expires=EXPIRES_SECONDS)
    syncing.hint(now=now)


@province_task
def sync_peer(peer: str) -> None:
    """Visit a peer."""
    syncing.visit(peer, now=timezone.now())


@shared_task(name="federation.sync.tasks.relay")
def relay() -> None:
    """Have every province ask its peers what they have withdrawn."""
    for_every_province(relay_province)


@province_task
def relay_province() -> None:
    """Send for each peer, so that none waits for another."""
    for peer in relaying.issuers(timezone.now()):
        here = scope.current().slug
        relay_peer.apply_async([here], {"peer": peer}, expires=EXPIRES_SECONDS)


@province_task
def relay_peer(peer: str) -> None:
    """Bring what a peer has withdrawn."""
    relaying.relay(peer, now=timezone.now())


@province_task
def hint_peers() -> None:
    """Tell peers that there is more in the feed, as soon as it is sealed."""
    syncing.hint(now=timezone.now())
