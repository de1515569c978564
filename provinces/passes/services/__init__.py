"""Passes issued and withdrawn, and what the federation hands down."""

from .forgetting import drop_before
from .issuing import Live, NoPolicy, OwnProvince, issue_day, issue_entry, issue_live, issue_paper
from .receiving import HandedKey, HandedPolicy, receive_entry_policies, receive_keys
from .withdrawing import withdraw, withdraw_for, withdraw_untrue, withdraw_untrue_of

__all__ = [
    "HandedKey",
    "HandedPolicy",
    "Live",
    "NoPolicy",
    "OwnProvince",
    "drop_before",
    "issue_day",
    "issue_entry",
    "issue_live",
    "issue_paper",
    "receive_entry_policies",
    "receive_keys",
    "withdraw",
    "withdraw_for",
    "withdraw_untrue",
    "withdraw_untrue_of",
]
