"""Signing HTTP messages by RFC 9421: what is covered, by which key, and how long it counts.

    request    @method  @target-uri  content-digest            created, expires, nonce, keyid, tag
    response   @status  content-digest  and, of the request it answers (`;req`),
               @method  @target-uri  content-digest  signature

A response is bound to its request by the request's signature, so that it answers no other one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, InvalidSignature
from http_message_signatures.algorithms import ED25519
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import HTTPSignatureKeyResolver

from core.signing.keys import SigningKey, Verifier
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole

from . import queries

LABEL = "concord"
REQUEST_TAG = "concord-peer"
RESPONSE_TAG = "concord-peer-answer"
REQUEST_COVERS = ("@method", "@target-uri", "content-digest")
RESPONSE_COVERS = (
    "@status",
    "content-digest",
    '"@method";req',
    '"@target-uri";req',
    '"content-digest";req',
    '"signature";req',
)
# Clocks of provinces may differ by so much, and a request counts no longer than that.
TOLERANCE = timedelta(seconds=300)
LIFETIME = timedelta(seconds=300)

Lookup = Callable[[str, datetime], Verifier]


class NoSignature(ValueError):
    """A message bears no signature of the kind that was looked for."""


@dataclass(slots=True)
class RequestMessage:
    """A request as it is signed; headers in any case."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class ResponseMessage:
    """A response as it is signed, with the request it answers."""

    status_code: int
    headers: dict[str, str]
    request: RequestMessage


Message = RequestMessage | ResponseMessage


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a signature says of itself, once it was verified."""

    created: datetime
    expires: datetime | None
    nonce: str
    keyid: str


def sign(message: Message, body: bytes, *, covers: Sequence[str], **said: Any) -> None:
    """Add digest and signature to a message's headers, by the request key that peers know.

    Raises CredentialMissing; HTTPMessageSignaturesException for a URL or header that has no form.
    """
    key = signing_key(said["created"])
    signer = HTTPMessageSigner(signature_algorithm=ED25519)
    prepared = signer.prepare(
        message,
        key_id=key.verifier.id_text,
        label=LABEL,
        covered_component_ids=covers,
        body=body,
        include_alg=False,
        **said,
    )
    signer.apply(message, prepared, key.sign(prepared.signature_base))


def signing_key(at: datetime) -> SigningKey:
    """Return the newest request key of this province that the membership held lists.

    A key that was just made is not used before peers can know it; where nothing is listed, it is
    the newest one. Raises CredentialMissing.
    """
    own = keys.signing_keys(KeyRole.REQUEST)
    known = {each.text for each in queries.verifiers(_slug(own[0].name), KeyRole.REQUEST, at)}
    return next((key for key in own if key.verifier.text in known), own[0])


def verified(
    message: Message, body: bytes, *, covers: Sequence[str], tag: str, look_up: Lookup
) -> Parameters:
    """Verify the one signature of a kind and return what it says of itself.

    `look_up` returns the verifier for a key id at a moment, or raises. Raises NoSignature,
    InvalidSignature, BadDigest, and what `look_up` raises.
    """
    resolver = _Resolver(look_up)
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=resolver)
    verifier.heed = resolver.heed
    if not _has_signature(verifier, message, tag):
        raise NoSignature(f"no signature tagged {tag}")
    try:
        found = verifier.verify(message, max_age=None, expect_tag=tag, require_components=covers)
    except HTTPMessageSignaturesException as problem:
        if resolver.refusal is not None:
            raise resolver.refusal from None
        raise InvalidSignature(str(problem)) from None
    if len(found) != 1:
        raise InvalidSignature(f"{len(found)} signatures instead of one")
    _check_digest(verifier, message, found, body)
    return resolver.parameters


class BadDigest(ValueError):
    """A body is not the one whose digest was signed."""


def _check_digest(verifier: _Verifier, message: Message, found: list[Any], body: bytes) -> None:
    try:
        verifier.verify_body(message, found, body)
    except InvalidSignature as problem:
        raise BadDigest(str(problem)) from None


def _has_signature(verifier: _Verifier, message: Message, tag: str) -> bool:
    try:
        return bool(list(verifier._get_sig_inputs_and_signatures(message, expect_tag=tag)))
    except HTTPMessageSignaturesException:
        return False


def _slug(name: str) -> str:
    return name.removeprefix("concord/")


@dataclass(slots=True)
class _Resolver(HTTPSignatureKeyResolver):
    """Finds the key for the moment at which a signature says that it was made."""

    look_up: Lookup
    refusal: Exception | None = None
    parameters: Parameters = field(init=False)

    def heed(self, said: Any) -> None:
        self.parameters = _parameters(said)

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        try:
            found = self.look_up(key_id, self.parameters.created)
        except Exception as problem:
            # The library would wrap it: it is kept to be raised as it is.
            self.refusal = problem
            raise
        return Ed25519PublicKey.from_public_bytes(found.public)


class _Verifier(HTTPMessageVerifier):
    """The library's verifier, but that the clock is ours and not the system's."""

    heed: Callable[[Any], None]

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        self.heed(sig_input.params)


def _parameters(said: Any) -> Parameters:
    expires = said.get("expires")
    return Parameters(
        created=_instant(said.get("created"), "created"),
        expires=None if expires is None else _instant(expires, "expires"),
        nonce=str(said.get("nonce") or ""),
        keyid=str(said.get("keyid") or ""),
    )


def _instant(seconds: Any, name: str) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise InvalidSignature(f"no {name}, or none that is a time") from None
