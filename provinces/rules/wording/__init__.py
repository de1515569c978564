"""What a rule set says, in plain words and in the language of the page."""

from .conditions import Clause, condition
from .holds import anchor, clearing, days, parameters
from .names import admission, consequence, fact, field, place, source
from .paths import path
from .refusals import refusal, words_of
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
    "path",
    "place",
    "refusal",
    "said",
    "source",
    "words_of",
]
