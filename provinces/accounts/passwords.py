"""What is asked of a password, in words of ours: the framework has its own in English alone."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Refuse what has fewer characters than `min_length`."""

    def get_error_message(self) -> str:
        """Say so, and how many are asked for."""
        said = _("This password is too short: it needs %(least)s characters or more.")
        return said % {"least": self.min_length}
