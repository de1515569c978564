"""What a rule set says, in plain words and in the language of the page."""

from .conditions import Clause, condition
from .holds import anchor, clearing, days, parameters
from .names import admission, consequence, fact, field, place, source
from .refusals import refusal
from .saying import said

__all__ = [
    "Clause",
    "admission",
    "anchor",
    "clearing",
    "condition",
    "consequence",
    "days",
    "fact",
    "field",
    "parameters",
    "place",
    "refusal",
    "said",
    "source",
]
