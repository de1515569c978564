"""Reading passes: the lists, what stands, whether a text counts, and what a journey comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from provinces.facts import snapshot
from provinces.tenancy import scope

from . import listing, verifying
from .entering import Judged, judged
from .listing import NoSuchList, relayed, relayed_list, status_list, trust_list
from .listing import numbers as status_lists
from .models import HostPolicy, Issued, Posting, TrustedKey
from .outcomes import Outcome
from .services.issuing import NoPolicy, OwnProvince, policy_of
from .standing import NoSuchCitizen, Standing, standing
from .verifying import Caveat, Verdict, Verified

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

__all__ = [
    "Caveat",
    "Host",
    "Journey",
    "NoPolicy",
    "NoSuchCitizen",
    "NoSuchList",
    "Outcome",
    "OwnProvince",
    "Standing",
    "Verdict",
    "Verified",
    "destinations",
    "hosts",
    "issued_to",
    "journey",
    "posting_of",
    "relayed",
    "relayed_list",
    "standing",
    "status_list",
    "status_lists",
    "trust_list",
    "verify",
    "withdrawn_of",
]


@dataclass(frozen=True, slots=True)
class Host:
    """A province one may ask about, and by which version of its policy it answers."""

    slug: str
    name_zh: str
    name_en: str
    version: int


@dataclass(frozen=True, slots=True)
class Journey:
    """What a host asks of a citizen, and what their own province says of travelling."""

    host: Host
    until: datetime
    answer: Judged
    home: Standing


def verify(text: str, at: datetime, *, place: str = "public_place") -> Verified:
    """Return what a pass comes to at a place in this province, by the lists that it has.

    Its own is as of now; a neighbour's as of when the federation last brought it. Raises
    CredentialMissing.
    """
    trust = listing.trusted(at)
    return verifying.verify(
        text.strip(),
        at,
        trust=trust,
        status_lists=listing.known(at, trust),
        place=place,
        here=scope.current().slug,
    )


def issued_to(citizen: Citizen, at: datetime) -> QuerySet[Issued]:
    """Return the passes of a citizen that can still be shown, the latest first.

    One that waits to be posted is in nobody's hands.
    """
    standing = Issued.objects.filter(citizen=citizen, withdrawn_at=None, expires_at__gt=at)
    in_hand = standing.exclude(posting__state=Posting.State.WAITING)
    return in_hand.order_by("-issued_at", "-pk")


def posting_of(citizen: Citizen) -> Posting | None:
    """Return the paper code by post that a citizen asked for last, None where none is kept."""
    return Posting.objects.filter(citizen=citizen).select_related("issued").order_by("-pk").first()


def withdrawn_of(citizen: Citizen, at: datetime) -> QuerySet[Issued]:
    """Return the passes of a citizen that were withdrawn before their end, the latest first."""
    gone = Issued.objects.filter(citizen=citizen, withdrawn_at__isnull=False, expires_at__gt=at)
    return gone.order_by("-withdrawn_at", "-pk")


def destinations(at: datetime) -> list[Host]:
    """Return the provinces that a pass or a trip may name: the own one first, then all known.

    Version 0 is of those that ask nothing of whoever enters.
    """
    own = scope.current()
    return [Host(own.slug, own.name_zh, own.name_en, 0), *abroad(at)]


def abroad(at: datetime) -> list[Host]:
    """Return where one may say that one travels: all other provinces that are known.

    At home nobody asks anything of who enters.
    """
    own = scope.current()
    found = {each.slug: each for each in hosts(at)}
    for row in TrustedKey.objects.exclude(issuer=own.slug).order_by("issuer"):
        found.setdefault(row.issuer, Host(row.issuer, row.name_zh, row.name_en, 0))
    return sorted(found.values(), key=lambda each: each.slug)


def hosts(at: datetime) -> list[Host]:
    """Return the other provinces whose policy of entry counts at a moment, by their names.

    The own one is handed down like theirs, and asks nothing of whoever comes home.
    """
    counting = HostPolicy.objects.filter(in_force_from__lte=at, until__gt=at)
    others = counting.exclude(host=scope.current().slug)
    latest = others.order_by("host", "-in_force_from", "-version").distinct("host")
    return [_host(policy) for policy in latest]


def journey(citizen: Citizen, host: str, at: datetime) -> Journey:
    """Return what a journey comes to, at home and at the host's; raises NoPolicy, OwnProvince.

    Looking leaves nothing behind: only an entry pass is recorded.
    """
    policy = policy_of(host, at)
    facts = snapshot.snapshot([citizen.pk])[citizen.pk]
    answer = judged(policy.document, facts)
    return Journey(_host(policy), policy.until, answer, standing(citizen.pk, at))


def _host(policy: HostPolicy) -> Host:
    return Host(policy.host, policy.name_zh, policy.name_en, policy.version)
