"""What is held of a person: the rows of every class in the register that are about them.

Found by the register alone, so that no table can be forgotten: a row is about somebody where it
refers to them, to their account, or to something of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from provinces.ledger.services import name

from .register import REGISTER, Kept
from .sweeps import ACCESS

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

# How a row is about a person where that is not by a column of its own.
PATHS: dict[str, tuple[str, ...]] = {
    "citizens.Citizen": ("pk",),
    "citizens.Mandate": ("subject", "holder"),
    "citizens.MandateUse": ("mandate__subject",),
    "citizens.Challenge": ("asked_by",),
    "citizens.Lifting": ("protection__citizen",),
    "exposure.Exposure": ("citizens__contains",),
    "notices.Delivery": ("notice__citizen",),
    "appeals.Basis": ("appeal__citizen",),
    "appeals.Statement": ("appeal__citizen",),
    "appeals.Attachment": ("statement__appeal__citizen",),
    "appeals.LaboratoryQuery": ("basis__appeal__citizen",),
    "appeals.Forwarded": ("appeal__citizen",),
    "appeals.Review": ("appeal__citizen",),
    "oversight.LawfulAnswer": ("request__citizen",),
    "jurisdictions.Change": ("subject__citizen", "successor__citizen"),
}
# Tables of a personal class in which nothing can be told to be about somebody, and why.
NOBODYS: dict[str, str] = {
    "citizens.Spent": "keyed hashes, which lead to nobody",
    "citizens.Reached": "keyed hashes, which lead to nobody",
    "sessions.Session": "listed in usersessions.UserSession",
    "accounts.Kept": "keys name no person",
    "account.EmailConfirmation": "nothing is ever kept there",
    "accounts.User_groups": "nobody is in a group",
    "accounts.User_user_permissions": "nobody has rights of their own",
    "guardian.GroupObjectPermission": "nobody is in a group",
    "screening.SealedResult": "of people who are not enrolled",
    "appeals.MailedAppeal": "of whoever is not enrolled: it is theirs from when it is filed",
    "screening.ReportVersion": "numbers and digests of reports, without a person",
    "screening.ToldHome": "of people of other provinces, without a person",
    "oversight.Case": "about officials; people are listed in oversight.CaseSubject",
    "jurisdictions.FirstSeat": "an office; whoever took it is listed in jurisdictions.Office",
    "jurisdictions.Controller": "whoever answers for the data, as an office, in public",
    "accounts.Invitation": "of whoever has no account yet; it names nobody once it is closed",
    "casework.Issued": "of people of other provinces, under names without meaning",
    "casework.Proposal": "of people of other provinces, under names without meaning",
}


def held_of(citizen: Citizen) -> list[tuple[Kept, list[QuerySet[Any]]]]:
    """Return each personal class with the rows in it that are about a person, by table."""
    return [
        (
            kept,
            [rows for label in kept.models if (rows := rows_of(kept, label, citizen)) is not None],
        )
        for kept in REGISTER
        if kept.is_personal
    ]


def rows_of(kept: Kept, label: str, citizen: Citizen) -> QuerySet[Any] | None:
    """Return the rows of a table that are about a person; None where none ever are."""
    if label in NOBODYS:
        return None
    model = apps.get_model(label)
    if label == "ledger.Payload":
        return _recorded(kept, model, citizen)
    found = Q()
    for path, value in _about(label, model, citizen):
        found |= Q(**{path: value})
    return (
        model._default_manager.filter(found).order_by("pk")
        if found
        else model._default_manager.none()
    )


def is_reached(label: str) -> bool:
    """Tell whether the rows of a table can be told to be about somebody, or never are."""
    if label in NOBODYS or label in PATHS or label == "ledger.Payload":
        return True
    return any(True for _ in _columns(apps.get_model(label)))


def _about(label: str, model: type[Model], citizen: Citizen) -> Iterator[tuple[str, Any]]:
    if label in PATHS:
        for path in PATHS[label]:
            yield path, [citizen.pk] if path.endswith("__contains") else citizen.pk
        return
    for column, is_account in _columns(model):
        value = citizen.user_id if is_account else citizen.pk
        if value is not None:
            yield column, value


def _columns(model: type[Model]) -> Iterator[tuple[str, bool]]:
    """Yield the columns that refer to a person, and whether they refer to their account."""
    for field in model._meta.concrete_fields:
        to = field.related_model
        target = to._meta.label if isinstance(to, type) and issubclass(to, Model) else ""
        if target == "citizens.Citizen" or field.name == "citizen_id":
            yield field.name, False
        elif target == "accounts.User" and field.name == "user":
            yield field.name, True
    if model._meta.label == "accounts.User":
        yield "pk", True


def _recorded(kept: Kept, model: Any, citizen: Citizen) -> QuerySet[Any]:
    names = [name(citizen)]
    if citizen.user_id is not None:
        names.append(f"accounts.user:{citizen.user_id}")
    found = model.objects.filter(about__in=names).select_related("entry").order_by("pk")
    if kept.key == "access":
        return found.filter(entry__event__in=ACCESS)
    return found.exclude(entry__event__in=ACCESS)
