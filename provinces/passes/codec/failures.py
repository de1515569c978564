"""What can be wrong with a pass, each by its name."""

from __future__ import annotations


class BadPass(ValueError):
    """A pass that counts for nothing; its class says why, its text says it to a developer."""


class NotAPass(BadPass):
    """Not a pass at all, or one cut short or written otherwise than passes are."""


class WrongAlgorithm(BadPass):
    """Signed with another algorithm than ES256, or one that its signature does not cover."""


class UnknownKey(BadPass):
    """Signed with a key that is on no list."""


class Tampered(BadPass):
    """The signature is not over this content: something was changed, or forged."""


class Untrusted(BadPass):
    """Signed with a key that is known, and does not count: another's, over, or revoked."""


class NotYetValid(BadPass):
    """Issued later than now: a clock is wrong."""


class Expired(BadPass):
    """Its time is over."""


class Withdrawn(BadPass):
    """Taken back by whoever issued it."""
