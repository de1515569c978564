"""What the membership lists: members, their keys, and when each key counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from provinces.tenancy.keys import KeyRole

from . import instants


class BadListing(ValueError):
    """A member's entry does not have the form it must have; says where."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key and the time in which it counts, `[since, until)`; revoked, it never did.

    `key` is a verifier's text, or the base64 of a sealing key's public half.
    """

    key: str
    since: datetime
    until: datetime | None = None
    is_revoked: bool = False

    def is_in_force(self, at: datetime) -> bool:
        """Tell whether what the key signed at a moment is accepted."""
        return not self.is_revoked and self.since <= at and (self.until is None or at < self.until)

    def ended(self, at: datetime) -> ListedKey:
        """Return the key with an end, unless it has an earlier one."""
        return replace(self, until=at if self.until is None else min(at, self.until))

    def as_json(self) -> dict[str, Any]:
        until = None if self.until is None else instants.text(self.until)
        told = {"key": self.key, "from": instants.text(self.since), "until": until}
        return {**told, "revoked": True} if self.is_revoked else told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> ListedKey:
        """Read an entry; raises KeyError, ValueError or TypeError."""
        until = told["until"]
        return cls(
            key=_text(told["key"]),
            since=instants.instant(told["from"]),
            until=None if until is None else instants.instant(until),
            is_revoked=told.get("revoked", False) is True,
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """A territory by its digest and size; the cells themselves are in the feed."""

    sha256: str
    fine_cells: int

    def as_json(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "fine_cells": self.fine_cells}


@dataclass(frozen=True, slots=True)
class Member:
    """A province as the membership lists it; whoever left stays listed, to verify old material."""

    slug: str
    name_zh: str
    name_en: str
    division_code: str
    url: str
    joined_at: datetime
    keys: Mapping[KeyRole, tuple[ListedKey, ...]] = field(default_factory=dict)
    territory: Ground | None = None
    versions: tuple[int, ...] = (1,)
    left_at: datetime | None = None

    def is_in(self, at: datetime) -> bool:
        """Tell whether the province is a member at a moment."""
        return self.left_at is None or at < self.left_at

    def listed(self, role: KeyRole) -> tuple[ListedKey, ...]:
        """Return all keys ever listed of a role, newest first."""
        return tuple(sorted(self.keys.get(role, ()), key=lambda key: key.since, reverse=True))

    def in_force(self, role: KeyRole, at: datetime) -> tuple[ListedKey, ...]:
        """Return the keys of a role that count at a moment, newest first."""
        return tuple(key for key in self.listed(role) if key.is_in_force(at))

    def as_json(self) -> dict[str, Any]:
        ground = None if self.territory is None else self.territory.as_json()
        left_at = None if self.left_at is None else instants.text(self.left_at)
        return {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "division_code": self.division_code,
            "url": self.url,
            "keys": {
                str(role): [key.as_json() for key in self.keys.get(role, ())] for role in KeyRole
            },
            "territory": ground,
            "joined_at": instants.text(self.joined_at),
            "left_at": left_at,
            "versions": list(self.versions),
        }

    @classmethod
    def from_json(cls, slug: str, told: Mapping[str, Any]) -> Member:
        """Read a member's entry; raises BadListing, naming the member."""
        try:
            return _member(slug, told)
        except KeyError as missing:
            raise BadListing(f"members/{slug} lacks {missing}") from None
        except (ValueError, TypeError, AttributeError) as wrong:
            raise BadListing(f"members/{slug}: {wrong}") from None


def _member(slug: str, told: Mapping[str, Any]) -> Member:
    ground = told["territory"]
    left_at = told.get("left_at")
    versions = tuple(_number(each) for each in told["versions"])
    if not versions:
        raise ValueError("it speaks no version")
    return Member(
        slug=_text(slug),
        name_zh=_text(told["name_zh"]),
        name_en=_text(told["name_en"]),
        division_code=_text(told["division_code"]),
        url=_text(told["url"]),
        joined_at=instants.instant(told["joined_at"]),
        keys={role: _keys(told["keys"].get(str(role), [])) for role in KeyRole},
        territory=ground and Ground(_text(ground["sha256"]), _number(ground["fine_cells"])),
        versions=versions,
        left_at=None if left_at is None else instants.instant(left_at),
    )


def _keys(told: Iterable[Mapping[str, Any]]) -> tuple[ListedKey, ...]:
    return tuple(ListedKey.from_json(each) for each in told)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value
