"""Notices go by e-mail and to phones: an outbox, sent by a task outside of any transaction.

    notice ──► queue: a row for each channel that its person agreed to ──► lease ──► send
                                                         ▲                            │
                                    back-off, doubling ──┴── trouble ◄────────────────┤
                                    given up after NOTICES_TRIES ◄── ──► sent, once ◄─┘

A row is leased in a transaction of its own before it is sent: two workers never send the same one.
A worker that dies between sending and saying so sends it again after the lease; that is told apart
by the message's id, which is the same.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from provinces.citizens import queries as citizens
from provinces.citizens import sending
from provinces.tenancy import scope

from .models import Delivery, Notice

State = Delivery.State
log = logging.getLogger(__name__)
AT_ONCE = 500
# For how long whoever has taken a row has to send it.
LEASE = timedelta(minutes=10)

# Only what is news, to addresses that were confirmed before it, of people who agree to it now.
QUEUE = """
INSERT INTO notices_delivery (notice_id, channel, state, tries, next_try_at, trouble)
SELECT n.id, c.channel, 'waiting', 0, %(now)s, ''
FROM notices_notice n
JOIN citizens_contact c ON c.citizen_id = n.citizen_id AND c.confirmed_at <= n.created_at
WHERE n.created_at > %(since)s AND n.created_at <= %(now)s AND n.read_at IS NULL
  AND c.channel = ANY(%(channels)s)
  AND EXISTS (SELECT FROM citizens_consent k
              WHERE k.citizen_id = n.citizen_id AND k.item = 'contact' AND k.withdrawn_at IS NULL
                AND k.given_at <= %(now)s AND k.expires_at > %(now)s)
ON CONFLICT (notice_id, channel) DO NOTHING
"""


class NotSent(Exception):
    """The mail server or the sender of messages did not take it; it is tried again."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: it says that there is news and where it stands, and no more.

    A phone or a mailbox may be shared: neither a status, nor a place, nor a reason is in it.
    """

    subject: str
    text: str


def deliver(*, now: datetime) -> dict[str, int]:
    """Send what is due; return how many were sent, unwanted, given up, and are to be tried again.

    Raises RuntimeError inside a transaction: what is sent cannot be rolled back.
    """
    queue(now=now)
    done = {"sent": 0, "unwanted": 0, "dead": 0, "waiting": 0}
    for row in _lease(now):
        done[str(_deliver(row, now))] += 1
    return done


@transaction.atomic
def queue(*, now: datetime) -> int:
    """Queue the news for the channels people agreed to; return how many rows are new."""
    values: dict[str, Any] = {
        "now": now,
        "since": now - settings.NOTICES_NEWS_FOR,
        "channels": [str(channel) for channel in sending.channels()],
    }
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, values)
        return cursor.rowcount


def message(notice: Notice) -> Message:
    """Return what goes out for a notice, in its person's language."""
    own = scope.current()
    with translation.override(notice.citizen.language):
        name = own.name_zh if notice.citizen.language.startswith("zh") else own.name_en
        subject = _("News for you from %(province)s") % {"province": name}
        text = _(
            "%(what)s Sign in to %(province)s to read it, and to contest it. Nobody will ask you"
            " for a password or for money. To get no such messages, withdraw your consent on the"
            " page My data."
        ) % {"what": _what(notice), "province": name}
    return Message(subject, text)


def _what(notice: Notice) -> str:
    """Say in short what the news is of, which tells a stranger nothing."""
    if notice.kind == Notice.Kind.QUESTION:
        return _("There is a question for you.")
    if notice.kind == Notice.Kind.APPEAL:
        return _("There is news about your appeal.")
    if notice.kind in (Notice.Kind.UPHELD, Notice.Kind.WITHDRAWN, Notice.Kind.SUSPENDED):
        return _("There is news about something that another province said of you.")
    if notice.kind in (Notice.Kind.CHECKED, Notice.Kind.MISUSED):
        return _("There is news about who used your data.")
    return _("There is news about your code.")


@transaction.atomic(durable=True)
def _lease(now: datetime) -> list[Delivery]:
    due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now).order_by("next_try_at")
    found = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
    keys = [row.pk for row in found]
    Delivery.objects.filter(pk__in=keys).update(next_try_at=now + LEASE)
    return list(
        Delivery.objects.filter(pk__in=keys).select_related("notice__citizen").order_by("pk")
    )


def _deliver(row: Delivery, now: datetime) -> State:
    citizen = row.notice.citizen
    address = getattr(citizens.contact_of(citizen), row.channel)
    if not address or not citizens.agrees_to(citizen, "contact", now):
        return _settle(row, State.UNWANTED, now)
    try:
        send(row.channel, address, message(row.notice), name=f"{scope.current().slug}.{row.pk}")
    except NotSent as trouble:
        return _fail(row, str(trouble), now)
    return _settle(row, State.SENT, now)


def send(channel: str, address: str, what: Message, *, name: str) -> None:
    """Send a message; `name` is the same whenever it is tried again. Raises NotSent."""
    try:
        if channel == "phone":
            import_string(settings.CITIZENS_MESSAGES_BY)(address, what.text)
            return
        headers = {"Message-ID": f"<{name}@concord.invalid>"}
        EmailMessage(what.subject, what.text, None, [address], headers=headers).send()
    # Whatever a pluggable sender raises is trouble of its own, and must not stop the others'.
    except (SMTPException, OSError, RuntimeError, ValueError) as trouble:
        raise NotSent(type(trouble).__name__) from trouble


def _settle(row: Delivery, state: State, now: datetime) -> State:
    Delivery.objects.filter(pk=row.pk).update(state=state, settled_at=now)
    return state


def _fail(row: Delivery, trouble: str, now: datetime) -> State:
    tries = row.tries + 1
    wait = min(settings.NOTICES_FIRST_WAIT * 2 ** (tries - 1), settings.NOTICES_LONGEST_WAIT)
    mine = Delivery.objects.filter(pk=row.pk)
    mine.update(tries=tries, trouble=trouble[:80], next_try_at=now + wait)
    if tries < settings.NOTICES_TRIES:
        return State.WAITING
    log.warning("delivery %s was given up after %s tries: %s", row.pk, tries, trouble)
    return _settle(row, State.DEAD, now)
