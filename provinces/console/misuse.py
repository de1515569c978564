"""Misuse cases, for auditors: what was found, its evidence, and what they make of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.oversight import wording
from provinces.oversight.auditing import freezing, reading, showing
from provinces.oversight.auditing.reading import Asked
from provinces.oversight.misuse import queries, services

from . import particulars
from .deeds import Deed
from .evidence import wording as evidence
from .offices.lists import change_row
from .official import OfficialView

LATEST = 100
OBSTACLES: dict[type[Exception], Any] = {
    services.NotYours: _("This case lies with another auditor, or with nobody yet."),
    services.NotOpen: _("This case was taken further in the meantime."),
    services.NoReason: _("Say why, in 600 characters at most."),
}


class Cases(OfficialView):
    """The cases that are not about me or my office, what waits first."""

    power = Power.AUDIT
    template_name = "console/oversight/misuse.html"
    here = "misuse"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(queries.cases(self.official, self.now)[:LATEST])
        rows = [_row(case) for case in found]
        return super().get_context_data(
            mine=[row for row in rows if self._waits_for_me(row["case"])],
            others=[row for row in rows if not self._waits_for_me(row["case"])],
            **kwargs,
        )

    def _waits_for_me(self, case: Any) -> bool:
        return bool(case.auditor_id == self.official.pk and case.closed_at is None)


class Case(OfficialView):
    """One case with its evidence, people by names of this case alone; each look is noted."""

    power = Power.AUDIT
    template_name = "console/oversight/misuse_case.html"
    here = "misuse"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = sought(self, kwargs.pop("reference"))
        reading.note_reading(Asked(), by=self.official, now=self.now, case=case.reference)
        names = showing.names_for(self.official, case.reference)
        return super().get_context_data(
            **_row(case),
            is_mine=case.auditor_id == self.official.pk,
            waiting=freezing.freezable_among(
                freezing.Thing.PIECE, case.pieces, self.official, self.now
            ).count(),
            measures=wording.measures(case),
            sanctions=[change_row(each) for each in queries.sanctions_of(case)],
            lines=particulars.in_words(showing.lines(queries.entries_of(case), names)),
            pieces=[_piece(each, names) for each in queries.pieces_of(case)],
            undo=[_piece(each, names) for each in queries.to_undo(case, self.now)],
            people_named=[
                {"name": names.of(each.citizen_id), "told_at": each.told_at}
                for each in case.subjects.order_by("pk")
            ],
            **kwargs,
        )


class Deciding(Deed, OfficialView):
    """What an auditor makes of a case that lies with them."""

    power = Power.AUDIT
    obstacles = OBSTACLES
    leads_to = "console:misuse-case"

    def sought(self, **named: Any) -> Any:
        return sought(self, named["reference"])


class Examine(Deciding):
    """Take a case up."""

    def act(self, case: Any) -> Any:
        services.examine(case, by=self.official, now=self.now)
        return _("You examine this case.")


class Close(Deciding):
    """Say what a case comes to."""

    keeps = ("verdict", "because")

    def act(self, case: Any) -> Any:
        said = self.request.POST.get("verdict", "")
        if said not in ("founded", "unfounded"):
            raise Http404("a case is founded or unfounded")
        because = self.request.POST.get("because", "")
        is_founded = said == "founded"
        services.close(case, is_founded=is_founded, because=because, by=self.official, now=self.now)
        if is_founded:
            return _("Founded. Everybody concerned is told, and the suspension is proposed.")
        return _("Unfounded. The case is closed.")


def sought(page: OfficialView, reference: str) -> Any:
    """Return a case that an auditor may see; raises Http404."""
    found = queries.case_of(reference, by=page.official, at=page.now)
    if found is None:
        raise Http404("no such case, or one in which the auditor is concerned")
    return found


def _row(case: Any) -> dict[str, Any]:
    title, about = wording.KINDS[case.kind]
    return {"case": case, "title": title, "about": about, "state": wording.STATES[case.state]}


def _piece(piece: Any, names: Any) -> dict[str, Any]:
    return {
        "piece": piece,
        "of": evidence.of_class(piece.evidence_class),
        "person": names.of(piece.citizen_id),
    }
