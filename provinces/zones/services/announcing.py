"""Zones from before there was a feed are published, so that peers know of them, too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core.db import locks
from provinces.ledger import queries as ledger
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from provinces.zones import publishing
from provinces.zones.models import EffectiveZone


@transaction.atomic
def publish_unpublished(*, now: datetime) -> int:
    """Publish own zones of which the feed says nothing yet; return how many there were."""
    locks.hold("zones never published", [0])
    said = {(body["reference"], body["version"]) for body in ledger.published(Kind.ZONE_EFFECTIVE)}
    own = EffectiveZone.objects.filter(source=scope.current().slug, ends__gt=F("starts"))
    unsaid = [zone for zone in own.order_by("pk") if (zone.reference, zone.version) not in said]
    publishing.publish_changed(unsaid, now=now)
    return len(unsaid)
