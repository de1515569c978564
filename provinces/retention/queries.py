"""Reading the register, and verifying purge certificates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.signing import statements
from provinces.appeals.models import Appeal
from provinces.citizens import queries as citizens
from provinces.evidence.models import Evidence
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry, Payload
from provinces.ledger.services import name
from provinces.screening.models import Result
from provinces.status.models import Decision, Outcome
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole

from .certificates import Over, digest_of, faults_of, numbers
from .ending import ending
from .exporting import Encoder, copy_of, sheet_of
from .holdings import held_of
from .models import Purge
from .register import REGISTER, Kept
from .services.certifying import digest_of as digest_of_statement
from .sharing import Shared, shared_of
from .usage import MOST, Usage, period_of, usage_of

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

__all__ = [
    "MOST",
    "Encoder",
    "Held",
    "Recorded",
    "Shared",
    "Usage",
    "certificate",
    "certificates",
    "copy_of",
    "ending",
    "faults",
    "file_of",
    "held",
    "history",
    "period_of",
    "proof_about",
    "register",
    "shared_of",
    "sheet_of",
    "usage_of",
]


@dataclass(frozen=True, slots=True)
class Held:
    """A class of data of which something is held, how many rows, and what to know of them."""

    kept: Kept
    rows: int
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the ledger about somebody: its number, when, and in plain words."""

    entry: int
    at: datetime
    wording: str


# What is kept of a person and has entries of its own in the ledger.
OF_PEOPLE: tuple[Any, ...] = (Evidence, Result, Appeal)
# Where the commitments of what was erased stay, by table.
STAY: dict[str, Any] = {Payload._meta.db_table: Entry, Outcome._meta.db_table: Decision}
ERASED: dict[str, Any] = {model._meta.db_table: model for model in (Payload, Outcome)}


def register() -> tuple[Kept, ...]:
    """Return every class of data with its period, ground, office and end."""
    return REGISTER


def certificate(number: int) -> Purge | None:
    """Return a purge certificate by its number."""
    return Purge.objects.filter(pk=number).first()


def certificates(most: int, *, before: int | None = None) -> list[Purge]:
    """Return the latest certificates, the newest first, from before one on."""
    found = Purge.objects.order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:most])


def file_of(purge: Purge) -> dict[str, Any]:
    """Return a certificate with all that it takes to verify it without this node.

    That is what stays of the rows it names, and the proof of the entry that names it. Raises
    NotSealed, for some seconds.
    """
    body, commitments = purge.statement["body"], []
    if body["over"] == Over.COMMITMENTS:
        commitments = [bytes(each).hex() for each in _what_stays(body)]
    proof = ledger.proof_of(Entry.objects.get(pk=purge.entry_id))
    return {"v": 1, "certificate": purge.statement, "commitments": commitments, "proof": proof}


def faults(purge: Purge) -> list[str]:
    """Return what is wrong with a certificate; nothing, as a rule.

    Its signature, its place in the ledger, its count, and its digest over the commitments that
    stay; and that what it says is gone has not come back.
    """
    try:
        body = statements.verified(purge.statement, *keys.verifiers(KeyRole.LEDGER))
    except statements.BadStatement as wrong:
        return [str(wrong)]
    return [*faults_of(body), *_in_the_ledger(purge), *_over_what_stays(body)]


def _in_the_ledger(purge: Purge) -> list[str]:
    payload = Payload.objects.select_related("entry").filter(pk=purge.entry_id).first()
    if payload is None or payload.body.get("sha256") != digest_of_statement(purge.statement):
        return [f"entry {purge.entry_id} of the ledger does not name it"]
    return []


def _over_what_stays(body: dict[str, Any]) -> list[str]:
    if body["over"] != Over.COMMITMENTS:
        return []
    named = numbers(body["ranges"])
    wrong = []
    if digest_of(_what_stays(body)) != body["digest"]:
        wrong.append("its digest is not over the commitments of the rows it names")
    if back := ERASED[body["table"]]._default_manager.filter(pk__in=named).count():
        wrong.append(f"{back} of the rows it says are gone are there")
    return wrong


def _what_stays(body: dict[str, Any]) -> Any:
    stays = STAY[body["table"]]._default_manager.filter(pk__in=numbers(body["ranges"]))
    return stays.order_by("pk").values_list("commitment", flat=True)


def held(citizen: Citizen) -> list[Held]:
    """Return each class of which something is held of a person, with how many rows."""
    counted = [
        Held(kept, sum(rows.count() for rows in tables)) for kept, tables in held_of(citizen)
    ]
    return [_noted(each, citizen) for each in counted if each.rows]


def _noted(held: Held, citizen: Citizen) -> Held:
    """Say of addresses that one of them is not confirmed, so that nothing is agreed to of it."""
    if held.kept.key == "contacts" and citizens.has_unconfirmed_contact(citizen):
        return replace(held, note=UNCONFIRMED)
    return held


UNCONFIRMED = _(
    "An address among them is not confirmed: no notice goes there, and it is forgotten unless its"
    " code is entered in time."
)


def history(citizen: Citizen, *, most: int, before: int | None = None) -> list[Recorded]:
    """Return what was recorded about a person, the latest first, from before an entry on."""
    found = _about(citizen).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [
        Recorded(payload.pk, payload.entry.recorded_at, ledger.wording(payload.entry))
        for payload in found[:most]
    ]


def proof_about(citizen: Citizen, entry: int) -> dict[str, Any] | None:
    """Return the inclusion proof of an entry about a person; None where it is not about them.

    Raises NotSealed, for some seconds.
    """
    payload = _about(citizen).filter(pk=entry).first()
    return None if payload is None else ledger.proof_of(payload.entry)


def _about(citizen: Citizen) -> QuerySet[Payload]:
    names = [name(citizen)]
    if citizen.user_id is not None:
        names.append(f"accounts.user:{citizen.user_id}")
    for model in OF_PEOPLE:
        keys_of = model.objects.filter(citizen=citizen).values_list("pk", flat=True)
        names += [f"{model._meta.label_lower}:{key}" for key in keys_of]
    return Payload.objects.filter(about__in=names).select_related("entry")
