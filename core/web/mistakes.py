"""What every form says of what is missing or cannot be read: what to do, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_AMONG_THEM = _("Choose one of the answers shown: what was sent is not among them.")
A_DAY = _("Give a day, such as 2026-11-20.")
A_MOMENT = _("Give a day and a time, such as 2026-11-20 13:30.")
# Django's own "This field is required." says what is wrong and not what to do.
WORDING: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Fill this in. It cannot be left empty.")},
    forms.ChoiceField: {
        "required": _("Choose one of the answers."),
        "invalid_choice": NOT_AMONG_THEM,
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one of the answers."),
        "invalid_choice": NOT_AMONG_THEM,
    },
    forms.BooleanField: {"required": _("Tick the box if it is so. Nothing is done without it.")},
    forms.FileField: {
        "required": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": _("The file is empty. Choose another."),
    },
    forms.DateField: {"required": A_DAY, "invalid": A_DAY},
    forms.DateTimeField: {"required": A_MOMENT, "invalid": A_MOMENT},
}


def say_what_to_do() -> None:
    """Put these words in the place of Django's, for all forms."""
    for field, words in WORDING.items():
        field.default_error_messages = {**field.default_error_messages, **words}
