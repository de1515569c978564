"""Passes issued and withdrawn, and what the federation hands down."""

from .asking import Asking, NoAnswer, Order, ask_order, forget_shown, hide_shown, note_trip
from .carriers import (
    AlreadyRegistered,
    NoSuchCarrier,
    register_carrier,
    renew_carrier,
    revoke_carrier,
)
from .forgetting import drop_before
from .issuing import (
    Live,
    NoPolicy,
    OwnProvince,
    Shown,
    issue_day,
    issue_entry,
    issue_live,
    issue_paper,
    show_live,
)
from .posting import Channel as PostChannel
from .posting import TooManyLetters, ask_post, ask_post_unseen, post_due
from .receiving import (
    HandedKey,
    HandedPolicy,
    NotYet,
    receive_entry_policies,
    receive_keys,
    receive_status_list,
)
from .withdrawing import (
    withdraw,
    withdraw_for,
    withdraw_journeys,
    withdraw_untrue,
    withdraw_untrue_of,
)

__all__ = [
    "AlreadyRegistered",
    "Asking",
    "HandedKey",
    "HandedPolicy",
    "Live",
    "NoAnswer",
    "NoPolicy",
    "NoSuchCarrier",
    "NotYet",
    "Order",
    "OwnProvince",
    "PostChannel",
    "Shown",
    "TooManyLetters",
    "ask_order",
    "ask_post",
    "ask_post_unseen",
    "drop_before",
    "forget_shown",
    "hide_shown",
    "issue_day",
    "issue_entry",
    "issue_live",
    "issue_paper",
    "note_trip",
    "post_due",
    "receive_entry_policies",
    "receive_keys",
    "receive_status_list",
    "register_carrier",
    "renew_carrier",
    "revoke_carrier",
    "show_live",
    "withdraw",
    "withdraw_for",
    "withdraw_journeys",
    "withdraw_untrue",
    "withdraw_untrue_of",
]
