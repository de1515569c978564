"""Why an official may open a person's record: a closed list, worded for both of them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(StrEnum):
    """What a record is read for; the value stands in the ledger for good."""

    CARE = "care"
    TRACING = "tracing"
    DESK = "desk"
    APPEAL = "appeal"
    CORRECTION = "correction"
    OVERSIGHT = "oversight"
    SAMPLING = "sampling"
    ORDER_VISIT = "order_visit"
    ORDER_SUPPLY = "order_supply"
    EVIDENCE = "evidence"


WORDING: dict[Purpose, Promise] = {
    Purpose.CARE: _("To look after you in treatment, quarantine or under order"),
    Purpose.TRACING: _("To find out who else was exposed in a case that concerns you"),
    Purpose.DESK: _("To serve you at a desk, at your request"),
    Purpose.APPEAL: _("To answer your appeal"),
    Purpose.CORRECTION: _("To correct what is kept about you"),
    Purpose.OVERSIGHT: _("To examine how your data were used"),
    Purpose.SAMPLING: _("To take your sample at a test site"),
    Purpose.ORDER_VISIT: _("To see whether an order of isolation is kept to"),
    Purpose.ORDER_SUPPLY: _("To bring food, medicine or help to somebody in isolation"),
    Purpose.EVIDENCE: _("To file evidence about you, or to look at it before it counts"),
}
# The same to whoever opens the record: of the person, and not to them.
FOR_OFFICIALS: dict[Purpose, Promise] = {
    Purpose.CARE: _("To look after the person in treatment, quarantine or under order"),
    Purpose.TRACING: _("To find out who else was exposed in a case that concerns the person"),
    Purpose.DESK: _("To serve the person at a desk, at their request"),
    Purpose.APPEAL: _("To answer the person's appeal"),
    Purpose.CORRECTION: _("To correct what is kept about the person"),
    Purpose.OVERSIGHT: _("To examine how the person's data were used"),
    Purpose.SAMPLING: _("To take the person's sample at a test site"),
    Purpose.ORDER_VISIT: WORDING[Purpose.ORDER_VISIT],
    Purpose.ORDER_SUPPLY: WORDING[Purpose.ORDER_SUPPLY],
    Purpose.EVIDENCE: _("To file evidence about the person, or to look at it before it counts"),
}
# What it may be asked for whether somebody is under an order.
ORDER_CHECKS = (Purpose.ORDER_VISIT, Purpose.ORDER_SUPPLY)
