"""A person says how they are reached for notices; a code shows that the address is theirs."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.citizens import identities, sending
from provinces.citizens.models import Citizen, Contact
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from .agreeing import give_consents
from .codes import DIGITS, WrongCode

SEND = "provinces.citizens.tasks.send_contact_code"


@transaction.atomic
def ask_contact(
    citizen: Citizen, channel: str, address: str, *, is_quiet: bool = False, now: datetime
) -> Contact:
    """Keep an address that waits for its code, and have the code sent there.

    The one confirmed before stays until then. Nothing is sent to an address that was asked about
    too often, and whoever asks is not told. Raises ValueError for a channel there is not.
    """
    channel = Contact.Channel(channel)
    Contact.objects.filter(citizen=citizen, channel=channel, confirmed_at=None).delete()
    key = credentials.key_of(scope.current().slug)
    sealed = identities.seal_text(key, citizen.reference, address)
    until = now + settings.CITIZENS_CODE_LASTS
    waiting = Contact.objects.create(
        citizen=citizen,
        channel=channel,
        sealed=sealed,
        code_until=until,
        # Of no code: none is sent then, and none fits.
        code_hash=secrets.token_bytes(32) if is_quiet else None,
    )
    nudge(SEND, number=waiting.pk)
    return waiting


def send_contact_code(number: int, *, now: datetime) -> bool:
    """Send a code to an address that waits for it; tell whether it still does."""
    found = Contact.objects.filter(pk=number, confirmed_at=None, code_hash=None, code_until__gt=now)
    waiting = found.select_related("citizen").first()
    if waiting is None:
        return False
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    if not found.update(code_hash=_hash(waiting, code)):
        return False
    key = credentials.key_of(scope.current().slug)
    address = identities.unseal_text(key, waiting.citizen.reference, bytes(waiting.sealed))
    language = waiting.citizen.language
    with translation.override(language):
        text = _("Your code for notices: %(code)s. If you asked for none, do nothing.")
    sending.send(waiting.channel, address, text % {"code": code}, language=language)
    return True


def confirm_contact(citizen: Citizen, channel: str, code: str, *, now: datetime) -> None:
    """Take the code that was sent to an address; from then on notices go there.

    Raises WrongCode, whatever is wrong with it.
    """
    if not _confirm(citizen, channel, code, now):
        raise WrongCode("that is not the code")


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Forget the addresses whose code was not entered in time; return how many."""
    return Contact.objects.filter(confirmed_at=None, code_until__lt=now).delete()[0]


@transaction.atomic
def remove_contact(citizen: Citizen, channel: str, *, now: datetime) -> bool:
    """Forget an address, confirmed or not; tell whether there was one."""
    gone, _each = Contact.objects.filter(citizen=citizen, channel=channel).delete()
    if gone:
        _record(citizen, channel, "removed", at=now)
    return bool(gone)


@transaction.atomic
def choose_language(citizen: Citizen, language: str) -> None:
    """Have notices written in a language from now on."""
    citizen.language = language
    citizen.save(update_fields=["language"])


@transaction.atomic
def _confirm(citizen: Citizen, channel: str, code: str, now: datetime) -> bool:
    waiting = Contact.objects.filter(citizen=citizen, channel=channel, confirmed_at=None)
    found = waiting.select_for_update().first()
    if found is None or found.code_until is None:
        return False
    fits = hmac.compare_digest(_hash(found, code.strip()), bytes(found.code_hash or b""))
    found.tries += 1
    is_open = found.code_until > now and found.tries <= settings.CITIZENS_CODE_TRIES
    if not (fits and is_open):
        found.save(update_fields=["tries"])
        return False
    Contact.objects.filter(citizen=citizen, channel=channel).exclude(pk=found.pk).delete()
    found.confirmed_at, found.code_hash, found.code_until = now, None, None
    found.save(update_fields=["confirmed_at", "code_hash", "code_until"])
    give_consents(citizen, ["contact"], language=citizen.language, now=now)
    _record(citizen, channel, "confirmed", at=now)
    return True


def _record(citizen: Citizen, channel: str, what: str, *, at: datetime) -> None:
    body = {"channel": str(channel), "what": what}
    ledger.record(Event.CONTACT_CHANGED, by=citizen, about=citizen, at=at, body=body)


def _hash(contact: Contact, code: str) -> bytes:
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"code", f"contact {contact.pk} {code}".encode())
