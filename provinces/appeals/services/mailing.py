"""By post: an official types in what somebody wrote, and a worker finds out whose it is.

    a letter ──► who writes and what they say, sealed; the official has a number for it
                                         │
    the worker: the document is somebody's here ──► filed against all that holds them; they are told
                it is nobody's here             ──► waits some days unread, in case they enrol

A letter proves nobody, and a name and a number open nothing: whoever took it in is shown nothing of
its writer, neither then nor later, and is answered the same whoever wrote.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from provinces.accounts.models import User
from provinces.appeals import sealing
from provinces.appeals.models import Category, Channel, MailedAppeal
from provinces.citizens import identities
from provinces.citizens import services as citizens
from provinces.citizens.documents import DocumentKind
from provinces.citizens.models import Canary, Identity
from provinces.citizens.registry import Claimed
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.notices import services as notices
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from .filing import ATTEND, Complaint, File, check, file_unseen
from .telling import Step

# For so long after somebody enrolled, what waited for them is still on its way to a status.
SETTLES = timedelta(hours=1)

log = logging.getLogger(__name__)


class NoArrival(ValueError):
    """A letter came on a day within those for which letters are kept, and not in the future."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What somebody wrote: who they say they are, what is wrong, and when the letter came.

    What is quiet is laid aside: too many letters of one person came on a day.
    """

    claimed: Claimed
    complaint: Complaint
    arrived_on: date
    is_quiet: bool = False


def check_arrival(arrived_on: date, *, now: datetime) -> None:
    """Refuse a day on which no letter that is still taken in came; raises NoArrival."""
    today = now.astimezone(scope.current().zone).date()
    if not today - timedelta(days=settings.APPEALS_MAIL_DAYS) < arrived_on <= today:
        raise NoArrival(f"nothing that came on {arrived_on} is taken in on {today}")


@transaction.atomic
def take_in(mail: Mail, *, by: User, now: datetime) -> MailedAppeal:
    """Keep what somebody wrote, for the worker to file; which ground it names does not matter.

    Raises NoArrival, NothingSaid, TooManyFiles, NotAFile, and NotADocument.
    """
    check(mail.complaint)
    check_arrival(mail.arrived_on, now=now)
    reference = citizens.new_reference()
    taken = MailedAppeal.objects.create(
        reference=reference,
        document_hash=identities.document_hash(_key(), mail.claimed.number),
        arrived_on=mail.arrived_on,
        taken_by=by,
        taken_at=now,
        is_mistaken=mail.is_quiet,
        sealed=sealing.seal(_packed(mail), of=reference),
    )
    body = {"arrived_on": mail.arrived_on.isoformat(), "files": len(mail.complaint.files)}
    ledger.record(Event.APPEAL_MAILED, by=by, about=taken, at=now, body=body)
    nudge(ATTEND)
    return taken


def file_mailed(*, now: datetime) -> int:
    """File what came by post and is somebody's here; return how many letters were filed.

    Each is a transaction: one that fails keeps no other waiting.
    """
    filed = 0
    for key in list(_known().order_by("pk").values_list("pk", flat=True)):
        try:
            filed += _file(key, now)
        except Exception:  # one that fails keeps no other waiting
            log.exception("what came by post could not be filed: %s", key)
    return filed


def _known() -> QuerySet[MailedAppeal]:
    """Return what came by post whose document is somebody's here, or was planted.

    Of whoever is on their way to another province nobody decides, so theirs waits.
    """
    of_it = {"document_hash": OuterRef("document_hash")}
    somebodys = Exists(Identity.objects.filter(citizen__departure=None, **of_it))
    planted = Exists(Canary.objects.filter(**of_it))
    return MailedAppeal.objects.filter(somebodys | planted, is_mistaken=False)


@transaction.atomic
def _file(key: int, now: datetime) -> bool:
    fresh = MailedAppeal.objects.select_for_update(skip_locked=True, of=("self",))
    taken = fresh.select_related("taken_by").filter(pk=key, is_mistaken=False).first()
    if taken is None:
        return False
    mail, by = _unpacked(taken), taken.taken_by
    source = {"actor": ledger.name(by), "network": ""}
    writer = citizens.find_writer(mail.claimed, source=source, now=now)
    if writer is None:
        taken.is_mistaken = True
        taken.save(update_fields=["is_mistaken"])
        return False
    filed = file_unseen(writer, mail.complaint, by=by, now=now)
    if not filed and writer.enrolled_at > now - SETTLES:
        return False
    if not filed:
        notices.tell_of_appeals([writer.pk], of=f"{Step.NEEDLESS}:mailed:{taken.pk}", now=now)
    if writer.user_id != by.pk:
        citizens.serve(writer, citizens.Act.WROTE, by=by, now=now)
    taken.delete()
    return True


def _packed(mail: Mail) -> bytes:
    claimed, said = mail.claimed, mail.complaint
    files = [[each.name, b64encode(each.content).decode()] for each in said.files]
    packed = {
        "claimed": [str(claimed.kind), claimed.number, claimed.full_name],
        "said": [str(said.category), said.text],
        "files": files,
    }
    return json.dumps(packed, ensure_ascii=False).encode()


def _unpacked(taken: MailedAppeal) -> Mail:
    packed: dict[str, Any] = json.loads(sealing.unseal(taken.sealed, of=taken.reference))
    kind, number, full_name = packed["claimed"]
    category, text = packed["said"]
    complaint = Complaint(
        decision=0,
        ground="",
        category=Category(category),
        text=text,
        files=[File(name, b64decode(content)) for name, content in packed["files"]],
        channel=Channel.MAIL,
        arrived_on=taken.arrived_on,
    )
    return Mail(Claimed(DocumentKind(kind), number, full_name), complaint, taken.arrived_on)


def _key() -> bytes:
    return credentials.key_of(scope.current().slug)
