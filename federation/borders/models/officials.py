"""Who did something: an official of this province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from provinces.accounts.models import User


def official() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
