"""Who answers for the personal data of the province: named, and replaced, never edited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions.models import Controller
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .granting import NotAlone


@transaction.atomic
def name_controller(said: dict[str, str], *, by: User | None, now: datetime) -> Controller:
    """Name the first controller, the province being set up; raises NotAlone for any other."""
    if by is not None or Controller.objects.exclude(since=None).exists():
        raise NotAlone("propose it; somebody of another unit has to sign")
    return begin(Controller.objects.create(**said), by=None, now=now)


def begin(controller: Controller, *, by: User | None, now: datetime) -> Controller:
    """Have a controller answer from now on."""
    controller.since = now
    controller.save(update_fields=["since"])
    body = {"controller": controller.pk, "name": controller.name_en}
    ledger.record(Event.CONTROLLER_NAMED, by=by, about=None, at=now, body=body)
    return controller
