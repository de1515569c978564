"""The ticks by which somebody says what they agree to: at home, at a desk, or by who acts for them.

Nothing that can be refused is ticked for anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from .consents import AT_ENROLMENT, ITEMS, NEEDED, OFFERED


class Ticks(forms.Form):
    """What somebody agrees to of what they may refuse."""

    agreed = forms.MultipleChoiceField(
        choices=[(key, item.what) for key, item in OFFERED.items()], required=False
    )

    def items(self) -> frozenset[str]:
        """Return what is agreed to, with what a code cannot be had without, of a valid form."""
        return NEEDED.union(self.cleaned_data.get("agreed", []))


def ticks(ticked: Collection[str]) -> dict[str, Any]:
    """Return what a page asks somebody to agree to, and what of it they have ticked."""
    return {
        "needed": [ITEMS[key] for key in AT_ENROLMENT if key in NEEDED],
        "optional": [{"item": item, "is_ticked": item.key in ticked} for item in OFFERED.values()],
    }
