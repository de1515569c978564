"""Passes issued and withdrawn, and what the federation hands down."""

from .carriers import (
    AlreadyRegistered,
    NoSuchCarrier,
    register_carrier,
    renew_carrier,
    revoke_carrier,
)
from .forgetting import drop_before
from .issuing import Live, NoPolicy, OwnProvince, issue_day, issue_entry, issue_live, issue_paper
from .receiving import HandedKey, HandedPolicy, receive_entry_policies, receive_keys
from .withdrawing import withdraw, withdraw_for, withdraw_untrue, withdraw_untrue_of

__all__ = [
    "AlreadyRegistered",
    "HandedKey",
    "HandedPolicy",
    "Live",
    "NoPolicy",
    "NoSuchCarrier",
    "OwnProvince",
    "drop_before",
    "issue_day",
    "issue_entry",
    "issue_live",
    "issue_paper",
    "receive_entry_policies",
    "receive_keys",
    "register_carrier",
    "renew_carrier",
    "revoke_carrier",
    "withdraw",
    "withdraw_for",
    "withdraw_untrue",
    "withdraw_untrue_of",
]
