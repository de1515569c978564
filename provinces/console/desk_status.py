"""A desk tells the person who is present their status, and why; the look is in their record."""

from __future__ import annotations

from typing import Any

from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.mandates import WORDING as SCOPES
from provinces.evidence.declaring import SayHealth
from provinces.status import showing

from .desk import Person


class Page(Person):
    """The person at the desk: their status, and what can be done for them."""

    template_name = "console/desk_person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(form=SayHealth(), scopes=SCOPES.items(), **kwargs)
        person, view = told["person"], told["record"].sight
        told["mandates"] = citizens.given_by(person, self.now)
        if Field.STATUS in view:
            told |= showing.page_of(person, self.now)
            told["sees_reasons"] = Field.GROUNDS in view
        return told
