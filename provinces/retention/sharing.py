"""With whom a person's data was shared: each recipient, what for, which fields, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.web.context import named
from provinces.accounts import channels
from provinces.oversight.lawful import queries as lawful
from provinces.oversight.lawful import wording as asked
from provinces.passes import queries as passes
from provinces.passes.codec import Kind
from provinces.passes.models import Issued, Posting
from provinces.screening.models import Result

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

# What a message to another province tells it of a person.
FIELDS: dict[str, Promise] = {
    "handover": gettext_lazy("Name, document number, and what is asserted of you"),
    "message": gettext_lazy("A name without meaning, and one assertion or its contest"),
}


@dataclass(frozen=True, slots=True)
class Shared:
    """That something was shared: with whom, why, which fields, and when; None for until now."""

    recipient: str
    purpose: str
    fields: str
    at: datetime | None


def shared_of(citizen: Citizen, now: datetime) -> list[Shared]:
    """Return with whom a person's data is or was shared and it is still known, by recipient."""
    found = [
        *_with_apps(citizen, now),
        *_with_provinces(citizen, now),
        *_with_laboratories(citizen),
        *_for_journeys(citizen, now),
        *_by_post(citizen),
        *_with_authorities(citizen),
    ]
    return sorted(found, key=lambda each: each.recipient)


def _with_apps(citizen: Citizen, now: datetime) -> Iterator[Shared]:
    if citizen.user is None:
        return
    for allowed in channels.allowed_by(citizen.user, now=now):
        fields = " ".join(str(scope) for scope in allowed.scopes)
        yield Shared(allowed.app.name, _("You allowed this app to act for you"), fields, None)


def _with_provinces(citizen: Citizen, now: datetime) -> Iterator[Shared]:
    # The federation's tables lie above this room; the register names them, and so they are found.
    for held in apps.get_model("casework.Handover")._default_manager.filter(citizen=citizen):
        purpose = _("Your record was offered to the province you moved to")
        to = _province(held.peer, now)
        yield Shared(to, purpose, str(FIELDS["handover"]), held.offered_at)
    for sent in apps.get_model("casework.Outgoing")._default_manager.filter(citizen=citizen):
        purpose = _("A sealed notice about you was sent to another province")
        yield Shared(_province(sent.peer, now), purpose, str(FIELDS["message"]), sent.sent_at)


def _with_laboratories(citizen: Citizen) -> Iterator[Shared]:
    for result in Result.objects.filter(citizen=citizen):
        purpose = _("This laboratory examined your sample, and told the result")
        fields = _("Document number, sample number, result")
        yield Shared(result.laboratory, purpose, fields, result.received_at)


def _for_journeys(citizen: Citizen, now: datetime) -> Iterator[Shared]:
    for issued in Issued.objects.filter(citizen=citizen, kind=Kind.ENTRY.value):
        purpose = _("You had a pass made for entering this province; you show it yourself")
        fields = _("Whether you may enter, and no reason")
        yield Shared(_province(issued.host, now), purpose, fields, issued.issued_at)


def _province(slug: str, now: datetime) -> str:
    """Return what a province is called in the language in use; one not known has its short name."""
    called = {each.slug: named(each, get_language() or "en") for each in passes.destinations(now)}
    return called.get(slug, slug)


def _by_post(citizen: Citizen) -> Iterator[Shared]:
    posted = Posting.objects.filter(citizen=citizen, state=Posting.State.POSTED)
    for letter in posted:
        purpose = _("It printed a paper code and posted it to the address that it holds")
        fields = _("Name and document number, and the sheet: where you may go, and no reason")
        yield Shared(_("The identity registry"), purpose, fields, letter.settled_at)


def _with_authorities(citizen: Citizen) -> Iterator[Shared]:
    for request in lawful.told_to(citizen):
        purpose = f"{_('A legal request')}: {asked.BASES[request.basis]}"
        if request.granted:
            fields = asked.fields(request.granted)
            authority = named(request.authority_name, get_language() or "en")
            yield Shared(authority, purpose, fields, request.examined_at)
