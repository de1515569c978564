"""Rule sets are published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from provinces.accounts.models import User
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from . import compiling
from .models import Ruleset


class AlreadyPublished(ValueError):
    """This version of the rule set has been published."""


@transaction.atomic
def publish(document: dict[str, Any], *, by: User | None, now: datetime) -> Ruleset:
    """Put a rule set in force, for as long as it says and 90 days at most.

    Raises NotUnderstood for what cannot be compiled, and AlreadyPublished.
    """
    compiling.compile_ruleset(document)
    name, version = document["name"], document["version"]
    if Ruleset.objects.filter(name=name, version=version).exists():
        raise AlreadyPublished(f"{name} {version} is published; a change needs a new version")
    ruleset = Ruleset.objects.create(
        name=name,
        version=version,
        document=document,
        in_force_from=now,
        expires_at=now + timedelta(days=document["days_in_force"]),
        published_at=now,
        published_by=by,
    )
    ledger.record(Event.RULESET_PUBLISHED, by=by, about=ruleset, at=now)
    nudge("provinces.status.tasks.minute")
    return ruleset
