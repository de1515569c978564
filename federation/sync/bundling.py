"""Blobs in bundles: many small ones in one answer, under an address that says which.

The address names each blob by its SHA-256, in order and once, so that what it answers never
changes and any proxy may keep it. In a bundle each blob stands behind its length.

    v2/blobs/<sha256>.<sha256>…  ─►  length | blob | length | blob …
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence

from .envelope import BlobReference

# 48 names of 64 digits and a dot are 3,120 bytes: within the 4,094 of a request line that the
# strictest of the common servers takes (gunicorn's default).
MOST_NAMES = 48
MOST_BYTES = 4 * 1024 * 1024
# What is larger saves nothing in a bundle, and is asked for by itself.
LARGE = 256 * 1024
LENGTH = struct.Struct(">I")
NAMES = re.compile(r"[0-9a-f]{64}(\.[0-9a-f]{64})*")


class BadBundle(ValueError):
    """No bundle, or no name of one."""


def grouped(references: Iterable[BlobReference]) -> Iterator[list[BlobReference]]:
    """Yield the references that are worth a bundle, in groups of which each fits into one."""
    group: list[BlobReference] = []
    weight = 0
    for each in references:
        if each.size > LARGE:
            continue
        if len(group) == MOST_NAMES or weight + each.size > MOST_BYTES:
            yield group
            group, weight = [], 0
        group.append(each)
        weight += each.size
    if len(group) > 1:
        yield group


def named(names: Iterable[str]) -> str:
    """Return the last part of a bundle's address."""
    return ".".join(sorted(names))


def names_in(text: str) -> list[str]:
    """Return the blobs that an address names; raises BadBundle unless it is the one for them."""
    names = text.split(".") if NAMES.fullmatch(text) else []
    if not 0 < len(names) <= MOST_NAMES or names != sorted(set(names)):
        raise BadBundle(f"a bundle is named by 1 to {MOST_NAMES} digests, in order, each once")
    return names


def packed(blobs: Sequence[bytes]) -> bytes:
    """Return a bundle of blobs."""
    return b"".join(part for blob in blobs for part in (LENGTH.pack(len(blob)), blob))


def length_of(references: Iterable[BlobReference]) -> int:
    """Return how many bytes the bundle of these blobs has."""
    return sum(LENGTH.size + each.size for each in references)


def opened(data: bytes) -> list[bytes]:
    """Return the blobs in a bundle; raises BadBundle where it ends within one."""
    found: list[bytes] = []
    place = 0
    while place < len(data):
        start = place + LENGTH.size
        if start > len(data):
            raise BadBundle(f"it ends within the length of blob {len(found)}")
        place = start + LENGTH.unpack_from(data, place)[0]
        if place > len(data):
            raise BadBundle(f"it ends within blob {len(found)}")
        found.append(data[start:place])
    return found
