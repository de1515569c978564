"""People who move to another province take who they are along, and leave it here no more."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from provinces.accounts.models import User
from provinces.tenancy import credentials, scope

from . import identities
from .models import Citizen, Identity


def packed(citizen: Citizen) -> dict[str, Any] | None:
    """Return who a citizen is, to be sealed for their new home; None where nothing is kept."""
    identity = Identity.objects.filter(citizen=citizen).first()
    if identity is None:
        return None
    key = credentials.key_of(scope.current().slug)
    return asdict(identities.unseal(key, citizen.reference, bytes(identity.sealed)))


@transaction.atomic
def depart(citizen: Citizen) -> None:
    """Erase who a citizen is, and let them sign in no more: another province is their home now.

    Whoever moves them records it.
    """
    Identity.objects.filter(citizen=citizen).delete()
    User.objects.filter(citizen=citizen).update(is_active=False)
