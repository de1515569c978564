"""Appeals as they are kept: what is contested, what it rests on, who looked, what came of it."""

from .appeals import (
    Appeal,
    AppealQuerySet,
    Basis,
    Category,
    Channel,
    Gravity,
    Outcome,
    Recheck,
    Thing,
)
from .mailed import MailedAppeal
from .papers import Attachment, Letter, Statement
from .requests import Forwarded, LaboratoryQuery
from .reversals import Reversal
from .reviews import Finding, Review

__all__ = [
    "Appeal",
    "AppealQuerySet",
    "Attachment",
    "Basis",
    "Category",
    "Channel",
    "Finding",
    "Forwarded",
    "Gravity",
    "LaboratoryQuery",
    "Letter",
    "MailedAppeal",
    "Outcome",
    "Recheck",
    "Reversal",
    "Review",
    "Statement",
    "Thing",
]
