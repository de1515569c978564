"""Requests between provinces, and the answers to them: signed, fresh, and let in once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from http_message_signatures.exceptions import HTTPMessageSignaturesException, InvalidSignature

from core.signing.keys import Verifier, verifier_from
from provinces.tenancy import scope
from provinces.tenancy.keys import KeyRole, name_of

from . import instants, messages, queries, services
from .listing import ListedKey
from .messages import LIFETIME, TOLERANCE, Parameters, RequestMessage, ResponseMessage

# Where a province's federation door is, below the province.
MOUNT = "/federation/"
LONGEST_NONCE = 64

Response = TypeVar("Response", bound=HttpResponseBase)


class Refusal(StrEnum):
    """Why a request, or an answer, is refused."""

    UNSIGNED = "unsigned"
    UNKNOWN_PEER = "unknown-peer"
    EXPIRED_KEY = "expired-key"
    REVOKED_KEY = "revoked-key"
    BAD_SIGNATURE = "bad-signature"
    BAD_DIGEST = "bad-digest"
    TOO_OLD = "too-old"
    FROM_THE_FUTURE = "from-the-future"
    REPLAYED = "replayed"
    SUSPENDED = "suspended"
    TOO_MANY = "too-many"


class RefusedRequest(PermissionError):
    """A request is not let in; `peer` is who sent it, as far as that was verified."""

    def __init__(self, code: Refusal, detail: str, *, peer: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.peer = peer


class RefusedAnswer(RefusedRequest):
    """An answer is not believed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was signed and sent, to which an answer is bound."""

    method: str
    url: str
    headers: Mapping[str, str]


def sign(
    method: str,
    url: str,
    body: bytes,
    *,
    now: datetime,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the headers of a request with its digest and this province's signature.

    Raises CredentialMissing.
    """
    message = RequestMessage(method, url, dict(headers or {}))
    messages.sign(
        message,
        body,
        covers=messages.REQUEST_COVERS,
        created=now,
        expires=now + LIFETIME,
        nonce=secrets.token_urlsafe(18),
        tag=messages.REQUEST_TAG,
    )
    return message.headers


def verified(request: HttpRequest, *, now: datetime) -> str:
    """Return the slug of the peer that signed a request, and let the request in, once.

    Must be called outside the transaction of what the request asks for: the nonce stays even if
    that is undone. Raises RefusedRequest.
    """
    message = _message(request)
    try:
        said = messages.verified(
            message,
            request.body,
            covers=messages.REQUEST_COVERS,
            tag=messages.REQUEST_TAG,
            look_up=_key_of_a_peer,
        )
    except messages.NoSignature as problem:
        raise RefusedRequest(Refusal.UNSIGNED, str(problem)) from None
    except InvalidSignature as problem:
        raise RefusedRequest(Refusal.BAD_SIGNATURE, str(problem)) from None
    except messages.BadDigest as problem:
        raise RefusedRequest(Refusal.BAD_DIGEST, str(problem)) from None
    peer = slug_in(said.keyid)
    _check_age(said, now, peer)
    if queries.is_suspended(peer):
        raise RefusedRequest(Refusal.SUSPENDED, f"{peer} is suspended here", peer=peer)
    _admit(peer, said, now)
    return peer


def sign_response(response: Response, request: HttpRequest, *, now: datetime) -> Response:
    """Sign a response and bind it to its request; one to an unsigned request stays as it is.

    Raises CredentialMissing.
    """
    asked = _message(request)
    if not isinstance(response, HttpResponse) or "signature" not in asked.headers:
        return response
    kept = {name: value for name, value in response.items() if name.lower() != "content-digest"}
    message = ResponseMessage(response.status_code, kept, asked)
    try:
        messages.sign(
            message,
            response.content,
            covers=messages.RESPONSE_COVERS,
            created=now,
            tag=messages.RESPONSE_TAG,
        )
    except HTTPMessageSignaturesException:
        return response  # the request's headers have no form that could be signed
    for name in ("Content-Digest", "Signature-Input", "Signature"):
        response[name] = message.headers[name]
    return response


def verified_response(
    sent: Sent,
    *,
    peer: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> None:
    """Return if the peer that was asked has signed this answer to this request.

    Raises RefusedAnswer.
    """
    asked = RequestMessage(sent.method, sent.url, dict(sent.headers))
    message = ResponseMessage(status, dict(headers), asked)

    def key_of_the_peer(keyid: str, at: datetime) -> Verifier:
        if slug_in(keyid) != peer:
            raise RefusedAnswer(Refusal.UNKNOWN_PEER, f"{keyid} is not {peer}'s")
        return _key(keyid, at)

    try:
        said = messages.verified(
            message,
            body,
            covers=messages.RESPONSE_COVERS,
            tag=messages.RESPONSE_TAG,
            look_up=key_of_the_peer,
        )
    except messages.NoSignature as problem:
        raise RefusedAnswer(Refusal.UNSIGNED, str(problem)) from None
    except InvalidSignature as problem:
        raise RefusedAnswer(Refusal.BAD_SIGNATURE, str(problem)) from None
    except messages.BadDigest as problem:
        raise RefusedAnswer(Refusal.BAD_DIGEST, str(problem)) from None
    except RefusedRequest as problem:
        raise RefusedAnswer(problem.code, problem.detail) from None
    _check_answers_age(said, now)


def slug_in(keyid: str) -> str:
    """Return the province that a key id names."""
    return keyid.partition("+")[0].removeprefix(name_of(""))


def _message(request: HttpRequest) -> RequestMessage:
    """Return a request as its sender signed it: at the address that the membership lists.

    What a proxy says of host and scheme is not asked.
    """
    own = queries.member(scope.current().slug)
    base = request.build_absolute_uri(MOUNT) if own is None else own.url
    query = request.META.get("QUERY_STRING", "")
    path = request.path_info.removeprefix(MOUNT)
    url = f"{base}{path}{'?' if query else ''}{query}"
    headers = {name.lower(): value for name, value in request.headers.items()}
    return RequestMessage(request.method or "", url, headers)


def _key_of_a_peer(keyid: str, at: datetime) -> Verifier:
    if slug_in(keyid) == scope.current().slug:
        raise RefusedRequest(Refusal.UNKNOWN_PEER, "a province is no peer of its own")
    return _key(keyid, at)


def _key(keyid: str, at: datetime) -> Verifier:
    """Return the request key of a member by its id; raises RefusedRequest."""
    slug = slug_in(keyid)
    held = queries.held()
    member = None if held is None else held.members.get(slug)
    if held is None or member is None or not member.is_in(at):
        raise RefusedRequest(Refusal.UNKNOWN_PEER, f"{slug!r} is no member known here")
    for listed in member.listed(KeyRole.REQUEST):
        verifier = verifier_from(listed.key)
        if verifier.id_text == keyid:
            _check_key(listed, keyid, at)
            if at >= held.expires:
                raise RefusedRequest(Refusal.EXPIRED_KEY, "the membership has expired")
            return verifier
    raise RefusedRequest(Refusal.UNKNOWN_PEER, f"{keyid} is no request key of a member")


def _check_key(listed: ListedKey, keyid: str, at: datetime) -> None:
    if listed.is_revoked:
        raise RefusedRequest(Refusal.REVOKED_KEY, f"{keyid} is revoked")
    if not listed.is_in_force(at):
        raise RefusedRequest(Refusal.EXPIRED_KEY, f"{keyid} is not in force at {instants.text(at)}")


def _end_of(said: Parameters) -> datetime:
    longest = said.created + LIFETIME
    return longest if said.expires is None else min(said.expires, longest)


def _check_age(said: Parameters, now: datetime, peer: str) -> None:
    if said.expires is None or not 0 < len(said.nonce) <= LONGEST_NONCE:
        raise RefusedRequest(Refusal.BAD_SIGNATURE, "it lacks a nonce or an end", peer=peer)
    if said.created > now + TOLERANCE:
        raise RefusedRequest(
            Refusal.FROM_THE_FUTURE, f"created at {instants.text(said.created)}", peer=peer
        )
    if _end_of(said) < now - TOLERANCE:
        raise RefusedRequest(
            Refusal.TOO_OLD, f"expired at {instants.text(_end_of(said))}", peer=peer
        )


def _check_answers_age(said: Parameters, now: datetime) -> None:
    if said.created > now + TOLERANCE:
        raise RefusedAnswer(Refusal.FROM_THE_FUTURE, f"created at {instants.text(said.created)}")
    if said.created < now - TOLERANCE:
        raise RefusedAnswer(Refusal.TOO_OLD, f"created at {instants.text(said.created)}")


def _admit(peer: str, said: Parameters, now: datetime) -> None:
    try:
        services.admit(peer, nonce=said.nonce, expires_at=_end_of(said) + TOLERANCE, now=now)
    except services.Replayed as problem:
        raise RefusedRequest(Refusal.REPLAYED, str(problem), peer=peer) from None
    except services.TooMany as problem:
        raise RefusedRequest(Refusal.TOO_MANY, str(problem), peer=peer) from None
