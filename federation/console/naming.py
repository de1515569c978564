"""What provinces, levels, rules and reasons are called on these pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.web import context
from federation.borders.models import OfferState
from federation.borders.resolution import Reason, Rule, TreatyKind
from federation.casework.models import Hold
from federation.peers import queries as peers
from federation.peers.queries import Expiring
from provinces.evidence.classes import EvidenceClass
from provinces.tenancy.keys import KeyRole

LEVELS: dict[int, Promise] = {1: _("low risk"), 2: _("medium risk"), 3: _("high risk")}

# How the state of an offer reads, and the class of its tag.
OFFERS: dict[str, tuple[Promise, str]] = {
    OfferState.OPEN: (_("Waits for an answer"), "waits"),
    OfferState.PROPOSED: (_("Waits for a second office"), "waits"),
    OfferState.ACCEPTED: (_("Accepted"), "holds"),
    OfferState.REFUSED: (_("Refused"), ""),
    OfferState.LAPSED: (_("Lapsed: nobody answered in time"), ""),
}
HOLDS: dict[str, tuple[Promise, str]] = {
    Hold.State.OPEN: (_("Held back"), "waits"),
    Hold.State.PROPOSED: (_("Release waits for a second office"), "waits"),
    Hold.State.RELEASED: (_("Released"), "holds"),
    Hold.State.REFUSED: (_("Refused"), ""),
}
KINDS: dict[str, Promise] = {
    TreatyKind.STRIP: _("One of the two decides on a strip"),
    TreatyKind.COMMUTERS: _("Commuters are treated alike"),
    TreatyKind.SETTLEMENT: _("A conflict is settled"),
}
# The two logs of a province.
LOGS: dict[str, Promise] = {"feed": _("Feed"), "audit": _("Audit log")}
# What each key of the province is for.
KEYS: dict[str, Promise] = {
    KeyRole.LEDGER: _("Key that signs the logs"),
    KeyRole.REQUEST: _("Key that signs requests"),
    KeyRole.SEALING: _("Key that opens sealed messages"),
    KeyRole.MEMBERSHIP: _("Key that signs the membership"),
    KeyRole.PASSES: _("Key that signs passes"),
}
RULES: dict[str, Promise] = {
    Rule.OWN_GROUND: _("the ground is its own"),
    Rule.ACCEPTED: _("the province whose ground it is has accepted the zone"),
    Rule.SHARED_GROUND: _("the ground belongs to nobody alone, and it borders on it"),
    Rule.UNDER_TREATY: _("a treaty that both signed names it as the one who decides here"),
    Rule.SETTLEMENT: _("both have settled this very conflict so"),
    Rule.OWNER: _("the ground is its own, and the owner comes first"),
    Rule.TREATY: _("a treaty that both signed names it as the one who decides here"),
    Rule.LATER_AND_FINER: _("its evidence is later and finer"),
    Rule.LESS_RESTRICTIVE: _("no other rule parts them, so the less restrictive holds"),
    Rule.NOBODY: _("no zone is in effect here"),
}
REASONS: dict[str, Promise] = {
    Reason.SETTLED: _("a settlement that both signed went against it"),
    Reason.OWNER: _("the owner of the ground decides otherwise"),
    Reason.TREATY: _("a treaty names the other as the one who decides"),
    Reason.LATER_AND_FINER: _("the other's evidence is later and finer"),
    Reason.LESS_RESTRICTIVE: _("the other is less restrictive"),
    Reason.LOST_BEFORE: _("it had lost here before, and what lost does not come back"),
    Reason.OFFER_OPEN: _("the owner of the ground has not answered yet"),
    Reason.OFFER_REFUSED: _("the owner of the ground refused it"),
    Reason.OFFER_LAPSED: _("the owner of the ground did not answer within a day"),
    Reason.NOT_AS_ACCEPTED: _("it is not what the owner of the ground accepted"),
    Reason.NOT_ITS_GROUND: _("it is not its ground, and nobody offered it"),
}
FACTS: dict[str, Promise] = {
    "test_result": _("A test's result"),
    EvidenceClass.CONFIRMED_CASE: _("Confirmed case"),
    EvidenceClass.ASYMPTOMATIC_CASE: _("Infection without symptoms"),
    EvidenceClass.SUSPECTED_CASE: _("Suspected case"),
    EvidenceClass.CLOSE_CONTACT: _("Close contact"),
    EvidenceClass.SECONDARY_CONTACT: _("Contact of a close contact"),
    EvidenceClass.GENERAL_CONTACT: _("General contact"),
    EvidenceClass.GOODS_CONTACT: _("Contact with a handler of contaminated goods"),
    EvidenceClass.FLIGHT_COMPANION: _("On a flight with a case"),
    EvidenceClass.COACH_COMPANION: _("On a coach with a case"),
    EvidenceClass.TRAIN_COMPANION: _("In a train carriage with a case"),
    EvidenceClass.OVERSEAS_ARRIVAL: _("Arrival from abroad"),
    EvidenceClass.PROVINCE_ARRIVAL: _("Arrival from another province"),
    EvidenceClass.CENTRAL_ISOLATION: _("Order of isolation at a centre"),
    EvidenceClass.HOME_ISOLATION: _("Order of isolation at home"),
    EvidenceClass.MONITORING: _("Order of health monitoring"),
    EvidenceClass.EXPOSED_WORK: _("Work at high risk"),
    EvidenceClass.PHARMACY_PURCHASE: _("Purchase of a monitored drug"),
    EvidenceClass.CLINIC_VISIT: _("Visit to a clinic with monitored symptoms"),
}


def of_ours(expiring: Expiring) -> str:
    """Return what something is called that ends or should be replaced."""
    if expiring.role is None or expiring.since is None:
        return gettext("The membership")
    since = date_format(timezone.localtime(expiring.since), "DATE_FORMAT")
    return gettext("%(key)s, since %(day)s") % {"key": KEYS[expiring.role], "day": since}


def provinces() -> Mapping[str, str]:
    """Return what each member is called in the language of the page; others by their slug."""
    held, language = peers.held(), get_language() or "en"
    members = {} if held is None else held.members
    return _Names({slug: context.named(each, language) for slug, each in members.items()})


class _Names(dict[str, str]):
    """Names by slug; what is not known is called by its slug."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(names)

    def __missing__(self, slug: str) -> str:
        return slug
