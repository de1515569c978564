"""The first page of these desks, and the links to it: how much waits, and where to go next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.borders import queries as borders
from federation.casework import queries as casework
from federation.peers import queries as peers
from federation.sync import queries as sync
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power

from .casework import within_reach


class Overview(OfficialView):
    """The four desks, each with what waits there, the one to go to first."""

    power = Power.VIEW_FIGURES
    template_name = "desk/overview.html"
    here = "federation"
    desk = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = borders.answerable(self.official, self.now)
        cases = borders.open_conflicts()
        contests = casework.contests_to_answer()
        answers = Power.ANSWER_CONTEST in self.powers
        takes = Power.HAND_OVER in self.powers
        offered = list(casework.handovers_to_answer()) if takes else []
        waiting = {
            "offers": len(mine),
            "conflicts": cases.count(),
            "treaties": borders.treaties().count(),
            "holds": casework.holds().count(),
            "contests": contests.count() if answers else 0,
            "messages": within_reach(self).count() if answers else 0,
            "handovers": len(offered),
            "overdue": len(casework.overdue(self.now)),
            "forks": len({fork.peer for fork in sync.forks()}),
            "differing": len(borders.discrepancies()),
            "suspended": peers.peers().filter(state="suspended").count(),
        }
        timed = cases.filter(escalated_at=None)
        clocks: list[tuple[Any, Any, str, list[Any]]] = [
            *((each.lapses_at, _("An offer lapses"), "desk:offer", [each.pk]) for each in mine),
            *((one.clock_at, _("A conflict's clock"), "desk:conflict", [one.pk]) for one in timed),
            *(
                (one.answer_by, _("A hand-over offered to us"), "desk:handovers", [])
                for one in offered
            ),
        ]
        if answers:
            named = _("A contest to answer")
            clocks += [(each.answer_by, named, "desk:contest", [each.pk]) for each in contests]
        return super().get_context_data(
            waiting=waiting,
            clocks=[
                {"at": at, "what": what, "address": reverse(page, args=named)}
                for at, what, page, named in sorted(clocks, key=lambda clock: clock[0])[:10]
            ],
            **kwargs,
        )
