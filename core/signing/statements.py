"""Signed JSON that stands for itself, outside the logs: answers, envelopes, acknowledgements."""

from __future__ import annotations

from typing import Any

from . import base64_text
from .canonical import NotCanonical, canonical
from .keys import BadSignature, SigningKey, Verifier

# What is signed begins with this, so that a statement is never taken for a note.
_USE = b"concord/statement/v1\n"
_MEMBERS = {"body", "key", "signature"}


class BadStatement(ValueError):
    """Not a statement, or not one by a key that is known."""


def signed(body: dict[str, Any], key: SigningKey) -> dict[str, Any]:
    """Return a statement: the body, who signed it, and the signature.

    Raises NotCanonical for a body that has no canonical form.
    """
    return {
        "body": body,
        "key": key.verifier.id_text,
        "signature": base64_text.encoded(key.sign(_USE + canonical(body))),
    }


def claimed_key(statement: Any) -> str:
    """Return which key a statement says it is signed with: nothing is verified yet.

    Raises BadStatement for what is not a statement.
    """
    if not isinstance(statement, dict) or set(statement) != _MEMBERS:
        raise BadStatement("a statement has a body, a key and a signature, and nothing else")
    if not isinstance(statement["body"], dict):
        raise BadStatement("a statement's body is an object")
    if not isinstance(statement["key"], str) or not isinstance(statement["signature"], str):
        raise BadStatement("a statement's key and signature are texts")
    return statement["key"]


def verified(statement: Any, *verifiers: Verifier) -> dict[str, Any]:
    """Return the body of a statement that one of the keys signed.

    Raises BadStatement for any other.
    """
    claimed = claimed_key(statement)
    for verifier in verifiers:
        if verifier.id_text == claimed:
            return _verified(statement, verifier)
    raise BadStatement(f"{claimed[:80]!r} is not a key that is known")


def _verified(statement: dict[str, Any], verifier: Verifier) -> dict[str, Any]:
    body: dict[str, Any] = statement["body"]
    try:
        signature = base64_text.decoded(statement["signature"])
        verifier.verify(signature, _USE + canonical(body))
    except BadSignature as error:
        raise BadStatement(f"the statement: {error}") from error
    except NotCanonical as error:
        raise BadStatement(f"the statement's body: {error}") from error
    except ValueError as error:
        raise BadStatement(f"the statement's signature: {error}") from error
    return body
