"""Days come and go; what is ripe is purged, and certified; the programme lapses."""

from .certifying import certified, certify, digest_of
from .days import (
    daily_models,
    drop_before,
    drop_expired,
    first_kept,
    forget_before,
    keep_days,
    make,
    seal_before,
)
from .erasing import PARTS, Part, Refused, close_account, erase, must_be_kept
from .giving import export
from .lapsing import lapse, purge_all
from .purging import purge, ripe

__all__ = [
    "PARTS",
    "Part",
    "Refused",
    "certified",
    "certify",
    "close_account",
    "daily_models",
    "digest_of",
    "drop_before",
    "drop_expired",
    "erase",
    "export",
    "first_kept",
    "forget_before",
    "keep_days",
    "lapse",
    "make",
    "must_be_kept",
    "purge",
    "purge_all",
    "ripe",
    "seal_before",
]
