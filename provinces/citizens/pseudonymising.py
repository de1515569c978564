"""Making other names of people from their documents, which do not leave this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from provinces.tenancy import credentials, scope

from . import identities
from .models import Identity

AT_ONCE = 2000

Made = TypeVar("Made")


def each(make: Callable[[str], Made], *, known: Any) -> Iterator[tuple[int, Made]]:
    """Yield what is made of the document of each citizen who has one, with the citizen's key.

    `known` are the keys of citizens to leave out, as a queryset or a list. `make` is given the
    normalised number and must not keep it.
    """
    key = credentials.key_of(scope.current().slug)
    rows = Identity.objects.exclude(citizen_id__in=known).order_by("citizen_id")
    found = rows.values_list("citizen_id", "citizen__reference", "sealed")
    for citizen, reference, sealed in found.iterator(AT_ONCE):
        person = identities.unseal(key, reference, bytes(sealed))
        yield citizen, make(identities.normalise(person.document))


def of_one(make: Callable[[str], Made], *, citizen: int) -> Made | None:
    """Return what is made of a citizen's document, None where none is kept."""
    key = credentials.key_of(scope.current().slug)
    found = Identity.objects.filter(citizen=citizen).select_related("citizen").first()
    if found is None:
        return None
    person = identities.unseal(key, found.citizen.reference, bytes(found.sealed))
    return make(identities.normalise(person.document))
