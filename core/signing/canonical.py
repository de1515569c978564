"""JSON of which each value has one form, so that it can be signed (RFC 8785)."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

import rfc8785

# JSON integers that every reader keeps exactly (RFC 8785 appendix D, RFC 7493 §2.2).
LARGEST = (1 << 53) - 1
DEEPEST = 64  # arrays and objects within one another


class NotCanonical(ValueError):
    """A value that has no canonical form here, or bytes that are not a canonical form."""


class _Fault(Exception):
    """What is wrong with a value, and the steps from it out to the whole."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.steps: list[Any] = []

    @property
    def path(self) -> str:
        return "$" + "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps[::-1]
        )


def canonical(value: Any) -> bytes:
    """Return the canonical form of a value.

    Raises NotCanonical, with the path, for what is not JSON without fractions: floats, integers
    beyond 2**53, keys that are not text, other types, and what is too deep.
    """
    try:
        _check(value, 0)
    except _Fault as fault:
        raise NotCanonical(f"{fault.path[:200]} {fault}") from fault
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parsed(data: bytes) -> Any:
    """Return the value of which these bytes are the canonical form.

    Raises NotCanonical for any other bytes: not JSON, spaces, keys out of order or twice,
    another way to write a text or a number, floats, too deep.
    """
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_object,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {str(error)[:200]}") from error
    if canonical(value) != data:
        raise NotCanonical("this JSON is not written in its canonical form")
    return value


def _check(value: Any, depth: int) -> None:
    """Raise _Fault for what has no canonical form."""
    if isinstance(value, dict | list | tuple):
        if depth >= DEEPEST:
            raise _Fault(f"is more than {DEEPEST} deep")
        _check_within(value, depth + 1)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise _Fault("is beyond 2**53")
    elif isinstance(value, str):
        if not value.isascii():
            _check_text(value)
    elif value is not None:
        raise _Fault(f"is a {type(value).__name__}, which has no canonical form")


def _check_within(value: dict[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> None:
    is_object = isinstance(value, dict)
    step: Any = None
    try:
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            if is_object:
                _check_key(step)
            _check(item, depth)
    except _Fault as fault:
        fault.steps.append(step)
        raise


def _check_key(key: Any) -> None:
    if not isinstance(key, str):
        raise _Fault("is a key that is not text")
    _check_text(key)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _Fault("is not Unicode") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotCanonical(f"the key {twice[:80]!r} is there twice")
    return found


def _refuse(number: str) -> NoReturn:
    raise NotCanonical(f"{number[:40]} is not a whole number")
