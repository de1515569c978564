"""Whether a membership document may be taken: its signatures, its time, and what it may change."""

from __future__ import annotations

from datetime import datetime, timedelta

from tuf.api.metadata import VerificationResult

from core.signing import base64_text, p256
from core.signing.keys import verifier_from
from provinces.tenancy.keys import KeyRole, name_of

from . import addresses
from .documents import ROOT, Document, needed, root_keys
from .listing import ListedKey, Member
from .reasons import BadMembership, Reason

# A year: GDHCN's lists and X-Road's configuration expire so that silence is noticed.
LONGEST = timedelta(days=366)
SEALING_BYTES = 32


def judge(
    document: Document, *, previous: Document | None, now: datetime, is_passed: bool = False
) -> None:
    """Check all that can be said of a document by itself and beside the version before.

    One that is only passed on the way to a later version may have expired: it is believed for
    nothing but who signs the next (TUF 1.0 §5.3.10 asks the last one alone whether it is in
    force). Raises BadMembership by the first reason found.
    """
    if not is_passed:
        _check_in_force(document, now)
    _check_content(document, previous, now)
    _check_signatures(document, previous)


def judge_content(document: Document, *, previous: Document | None, now: datetime) -> None:
    """Check all but the signatures, as whoever is to sign does; raises BadMembership."""
    _check_in_force(document, now)
    _check_content(document, previous, now)


def _check_content(document: Document, previous: Document | None, now: datetime) -> None:
    if document.expires > now + LONGEST:
        raise BadMembership(Reason.TOO_LONG, f"valid for more than {LONGEST.days} days")
    _check_form(document)
    if previous is not None:
        _check_succession(document, previous)


def _check_in_force(document: Document, now: datetime) -> None:
    if document.expires <= now:
        raise BadMembership(Reason.EXPIRED, f"version {document.version} is over")


def _check_form(document: Document) -> None:
    seen: dict[str, str] = {}
    for slug, member in document.members.items():
        _check_url(member)
        for role in KeyRole:
            for key in member.listed(role):
                _check_key(slug, role, key)
                if key.key in seen:
                    detail = f"{slug} lists a {role} key that is {seen[key.key]}'s already"
                    raise BadMembership(Reason.SHARED_KEY, detail)
                seen[key.key] = f"{slug} {role}"
    root = document.metadata.signed
    keys = root_keys(document.members)
    if root.keys != keys or sorted(root.roles[ROOT].keyids) != sorted(keys):
        raise BadMembership(Reason.ROOT_KEYS, "the signing keys are not the members'")
    if document.threshold != needed(len(keys)):
        detail = f"{document.threshold} of {len(keys)} instead of {needed(len(keys))}"
        raise BadMembership(Reason.THRESHOLD, detail)


def _check_url(member: Member) -> None:
    try:
        addresses.checked(member.url)
    except addresses.ForbiddenAddress as problem:
        raise BadMembership(Reason.BAD_URL, f"{member.slug}: {problem}") from None


def _check_key(slug: str, role: KeyRole, key: ListedKey) -> None:
    try:
        if role == KeyRole.SEALING:
            if len(base64_text.decoded(key.key)) != SEALING_BYTES:
                raise ValueError(f"not {SEALING_BYTES} bytes")
            return
        is_of_passes = role == KeyRole.PASSES
        verifier = p256.verifier_from(key.key) if is_of_passes else verifier_from(key.key)
    except ValueError as problem:
        raise BadMembership(Reason.MALFORMED, f"{slug}'s {role} key: {problem}") from None
    if verifier.name != name_of(slug):
        raise BadMembership(Reason.KEY_OF_ANOTHER, f"{slug} lists a key named {verifier.name}")


def _check_succession(document: Document, previous: Document) -> None:
    if document.federation != previous.federation:
        detail = f"{document.federation} instead of {previous.federation}"
        raise BadMembership(Reason.OTHER_FEDERATION, detail)
    if document.version != previous.version + 1:
        detail = f"version {document.version} after {previous.version}"
        raise BadMembership(Reason.SKIPS, detail)
    for slug, before in previous.members.items():
        after = document.members.get(slug)
        if after is None:
            raise BadMembership(Reason.FORGOTTEN_MEMBER, f"{slug} is not listed any more")
        for role in KeyRole:
            _check_keys(slug, before.listed(role), after.listed(role))


def _check_keys(slug: str, before: tuple[ListedKey, ...], after: tuple[ListedKey, ...]) -> None:
    """What was signed must stay verifiable, and what was over must stay over."""
    found = {key.key: key for key in after}
    for key in before:
        now = found.get(key.key)
        if now is None or now.since != key.since:
            raise BadMembership(Reason.FORGOTTEN_KEY, f"{slug}'s key {key.key} is not as it was")
        if key.is_revoked and not now.is_revoked:
            raise BadMembership(Reason.PROLONGED_KEY, f"{slug}'s key {key.key} was revoked")
        if key.until is not None and (now.until is None or now.until > key.until):
            raise BadMembership(Reason.PROLONGED_KEY, f"{slug}'s key {key.key} had an end")


def _check_signatures(document: Document, previous: Document | None) -> None:
    result = document.metadata.signed.get_root_verification_result(
        None if previous is None else previous.metadata.signed,
        document.signed_bytes,
        document.metadata.signatures,
    )
    if not result.first.verified and previous is not None:
        raise _below(Reason.BELOW_PREVIOUS, result.first)
    if not result.second.verified:
        raise _below(Reason.BELOW_THRESHOLD, result.second)


def _below(reason: Reason, found: VerificationResult) -> BadMembership:
    detail = f"signed by {len(found.signed)} keys instead of {found.threshold}"
    return BadMembership(reason, detail)
