"""Policies of entry: published by the host, believed by its peers, applied at home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from core.signing.canonical import digest
from core.signing.statements import signed
from federation.borders import entering, reading
from federation.borders.entering import BadPolicy
from federation.borders.entries import Entry
from federation.borders.models import EntryPolicy, PolicyState
from federation.borders.signatures import require_another, unit_in_province
from federation.peers import queries as peers
from provinces.citizens import moving
from provinces.facts import snapshot
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.passes import services as passes
from provinces.passes.services import HandedPolicy
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from provinces.zones.services import SameOfficial

if TYPE_CHECKING:
    from provinces.accounts.models import User

ANSWER_LASTS = timedelta(hours=24)
LONGEST_REASON = 300


class NoPolicy(LookupError):
    """The host has no policy of entry in force that this province knows of."""


class NotHome(ValueError):
    """Another province is the person's home now, and answers for them."""


class OwnProvince(ValueError):
    """Nobody is asked at the border of their own province: going home is always allowed."""


class TooSoon(ValueError):
    """A policy that asks more is published 48 hours before it counts."""


class NotAwaiting(ValueError):
    """The policy does not await a signature."""


class NotYours(ValueError):
    """A draft is its drafter's; whoever wants another one drafts the next version."""


class EditedSince(ValueError):
    """The policy is not what was read any more: nothing is done unread."""


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What a policy asks of whom, from when it counts, and until when."""

    rules: Sequence[dict[str, Any]]
    in_force_from: datetime
    until: datetime

    @property
    def document(self) -> dict[str, Any]:
        """Return the members of the policy's document that say so."""
        return {
            "in_force_from": reading.said(self.in_force_from),
            "until": reading.said(self.until),
            "rules": list(self.rules),
        }


@transaction.atomic
def draft_policy(terms: PolicyTerms, *, by: User, now: datetime) -> EntryPolicy:
    """Draft the next version of the own policy; it awaits the signature of another office.

    Raises NotAllowed, and BadPolicy with everything that is wrong.
    """
    unit = unit_in_province(Power.DRAFT_RULES, by=by, at=now)
    host = scope.current().slug
    versions = EntryPolicy.objects.filter(host=host)
    document = {
        "v": 1,
        "host": host,
        "version": 1 + (versions.aggregate(last=Max("version"))["last"] or 0),
        **terms.document,
    }
    policy = _policy(entering.checked(document))
    policy.state = PolicyState.AWAITING
    policy.drafted_by, policy.drafted_at, policy.drafted_unit = by, now, unit
    policy.save(force_insert=True)
    told = {"version": policy.version, "digest": policy.digest, "office": unit}
    ledger.record(Event.POLICY_DRAFTED, by=by, about=policy, at=now, body=told)
    return policy


@transaction.atomic
def edit_policy(
    policy: EntryPolicy, terms: PolicyTerms, *, read: str, by: User, now: datetime
) -> EntryPolicy:
    """Change one's own drafted policy, until another office signs or refuses it.

    `read` is the digest of what is changed. Raises NotAwaiting, NotAllowed, NotYours, EditedSince,
    and BadPolicy with everything that is wrong.
    """
    unit = unit_in_province(Power.DRAFT_RULES, by=by, at=now)
    policy = _awaiting(policy, read)
    if policy.drafted_by_id != by.pk:
        raise NotYours(f"{policy} is {policy.drafted_by}'s")
    changed = _policy(entering.checked({**policy.document, **terms.document}))
    policy.document, policy.digest = changed.document, changed.digest
    policy.in_force_from, policy.until = changed.in_force_from, changed.until
    policy.save(update_fields=["document", "digest", "in_force_from", "until"])
    told = {"version": policy.version, "digest": policy.digest, "office": unit}
    ledger.record(Event.POLICY_EDITED, by=by, about=policy, at=now, body=told)
    return policy


@transaction.atomic
def sign_policy(
    policy: EntryPolicy, *, by: User, now: datetime, read: str | None = None
) -> EntryPolicy:
    """Publish a drafted policy by the signature of another office.

    Raises NotAwaiting, NotAllowed, SameOfficial, SameOffice, TooSoon, and EditedSince where a
    policy of another digest was `read`.
    """
    policy = _awaiting(policy, read)
    policy.signed_unit = unit_in_province(Power.SIGN_RULES, by=by, at=now)
    require_another(policy.drafted_by, policy.drafted_unit, by=by, at=now)
    earliest = now + entering.NOTICE
    before = in_force(policy.host, now)
    old = None if before is None else before.document
    if policy.in_force_from < earliest and entering.asks_more(policy.document, old):
        raise TooSoon(f"it asks more than the policy before, and may count from {earliest}")
    policy.signed_by, policy.published_at, policy.state = by, now, PolicyState.PUBLISHED
    policy.save()
    body = {"document": policy.document, "digest": policy.digest}
    ledger.publish(Kind.POLICY_PUBLISHED, body, at=now)
    told = {"version": policy.version, "digest": policy.digest}
    ledger.record(Event.POLICY_PUBLISHED, by=by, about=policy, at=now, body=told)
    return policy


@transaction.atomic
def refuse_policy(policy: EntryPolicy, *, by: User, because: str, now: datetime) -> EntryPolicy:
    """Turn a drafted policy down, with the reason; it is never published.

    Nobody is asked anything by it, so the power to sign is enough, in whatever office. Raises
    NotAwaiting, NotAllowed, SameOfficial, and ValueError without a reason or with too long a one.
    """
    if not 0 < len(because.strip()) <= LONGEST_REASON:
        raise ValueError(f"a refusal gives its reason, in at most {LONGEST_REASON} characters")
    policy = _awaiting(policy)
    policy.refused_unit = unit_in_province(Power.SIGN_RULES, by=by, at=now)
    if policy.drafted_by_id == by.pk:
        raise SameOfficial(f"{by} drafted it")
    policy.refused_by, policy.refused_at, policy.refusal = by, now, because.strip()
    policy.state = PolicyState.REFUSED
    policy.save()
    told = {"version": policy.version, "digest": policy.digest, "because": policy.refusal}
    ledger.record(Event.POLICY_REFUSED, by=by, about=policy, at=now, body=told)
    return policy


def _awaiting(policy: EntryPolicy, read: str | None = None) -> EntryPolicy:
    found = EntryPolicy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if found.state != PolicyState.AWAITING:
        raise NotAwaiting(f"{found} is {found.get_state_display()}")
    if read is not None and found.digest != read:
        raise EditedSince(f"{found} was edited since it was read")
    return found


def hear(entry: Entry) -> None:
    """Keep a peer's policy as it is published; what may not count is not kept.

    One that asks more than the peer's policy before, without notice, counts when the notice that
    it should have given is over: being told late worsens nobody's journey.
    """
    try:
        document = entering.checked(entry.body.get("document"))
    except BadPolicy:
        return
    if document["host"] != entry.origin or digest(document) != entry.body.get("digest"):
        return
    policy = _policy(document)
    before = in_force(entry.origin, entry.at)
    old = None if before is None else before.document
    if entering.asks_more(document, old):
        policy.in_force_from = max(policy.in_force_from, entry.at + entering.NOTICE)
    policy.state, policy.published_at = PolicyState.PUBLISHED, entry.at
    if policy.in_force_from < policy.until:
        EntryPolicy.objects.bulk_create([policy], ignore_conflicts=True)
        _hand_down(policy)


def _hand_down(policy: EntryPolicy) -> None:
    """Have the province's own rooms answer its people by the policy of a host."""
    member = peers.member(policy.host)
    handed = HandedPolicy(
        host=policy.host,
        name_zh=policy.host if member is None else member.name_zh,
        name_en=policy.host if member is None else member.name_en,
        version=policy.version,
        document=policy.document,
        in_force_from=policy.in_force_from,
        until=policy.until,
    )
    passes.receive_entry_policies([handed])


def in_force(host: str, at: datetime) -> EntryPolicy | None:
    """Return the policy of a host that counts at a moment, the latest of those that may."""
    found = EntryPolicy.objects.filter(
        host=host, state=PolicyState.PUBLISHED, in_force_from__lte=at, until__gt=at
    )
    return found.order_by("-in_force_from", "-version").first()


@transaction.atomic
def decide_entry(citizen_id: int, *, host: str, now: datetime) -> dict[str, Any]:
    """Return, signed, what a host's policy says of a person of this province.

    Evaluated here over the person's fact sheet; the answer names host and version of the policy,
    the outcome and what is asked, and neither facts nor reasons. Raises NoPolicy, OwnProvince,
    NotHome, and CredentialMissing.
    """
    if host == scope.current().slug:
        raise OwnProvince("nobody is asked at the border of their own province")
    if moving.has_left(citizen_id):
        raise NotHome("nothing is kept here by which to answer for them")
    policy = in_force(host, now)
    if policy is None:
        raise NoPolicy(f"{host} has no policy of entry in force")
    found = entering.judged(policy.document, snapshot.snapshot([citizen_id])[citizen_id])
    answer = {
        "host": host,
        "policy": policy.digest,
        "version": policy.version,
        "outcome": str(found.outcome),
        "conditions": list(found.conditions),
        "until": reading.said(min(now + ANSWER_LASTS, policy.until)),
    }
    about = f"citizens.citizen:{citizen_id}"
    ledger.record(Event.ENTRY_DECIDED, by=None, about=about, at=now, body=answer)
    return signed(answer, keys.signing_key(KeyRole.REQUEST))


def _policy(document: Mapping[str, Any]) -> EntryPolicy:
    return EntryPolicy(
        host=document["host"],
        version=document["version"],
        document=dict(document),
        digest=digest(document),
        in_force_from=reading.moment(document, "in_force_from"),
        until=reading.moment(document, "until"),
    )
