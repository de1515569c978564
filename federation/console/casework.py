"""The casework desk: what is held, asked, contested, overdue, and handed over between provinces.

People are known here by reference; a message is opened only by whoever may view its person,
who sees that it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.casework import queries, services, wording
from federation.casework.breaker import Trip
from federation.casework.classes import MessageClass
from federation.casework.models import Contest as ContestRow
from federation.casework.models import Hold as HoldRow
from federation.casework.models import Issued
from federation.casework.words import TEST_RESULT
from provinces.citizens.queries import OutOfReach
from provinces.console.official import OfficialView
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.screening import queries as screening

from . import guests, naming
from .acting import Misread, Order

LATEST = 20
# A receipt comes at once; so long without one, and officials should know.
PATIENCE = timedelta(hours=1)


class Casework(OfficialView):
    """Everything that waits, the sections an office carries the power for."""

    power = Power.VIEW_FIGURES
    template_name = "desk/casework.html"
    here = "federation"
    desk = "casework"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = naming.provinces()
        answers = Power.ANSWER_CONTEST in self.powers
        return super().get_context_data(
            guests=guests.section(self, names),
            holds=[hold_row(each, names) for each in queries.holds()],
            elsewhere=[
                {"held": each, "by": names[each.peer], "why": _why(each)}
                for each in queries.held_elsewhere()[:LATEST]
            ],
            messages_due=self._messages(names) if answers else None,
            contests=_contests(names) if answers else None,
            untaken=[
                {"sent": each, "to": names[each.peer], "what": _class(each.message_class)}
                for each in queries.unacknowledged(self.now, for_longer_than=PATIENCE)[:LATEST]
            ],
            overdue=[
                {"late": each, "peer": names[each.peer], "what": _class(each.message_class)}
                for each in queries.overdue(self.now)
            ],
            **kwargs,
        )

    def _messages(self, names: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {"message": each, "of": names[each.peer], "what": _class(each.message_class)}
            for each in within_reach(self)
        ]


class Hold(OfficialView):
    """What is held of one issuer, why, and the next step."""

    power = Power.VIEW_FIGURES
    template_name = "desk/hold.html"
    here = "federation"
    desk = "casework"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = sought_hold(kwargs.pop("hold"))
        return super().get_context_data(
            **hold_row(held, naming.provinces()),
            is_open=held.state == HoldRow.State.OPEN,
            is_proposed=held.state == HoldRow.State.PROPOSED,
            is_mine=held.proposed_by_id == self.official.pk,
            **kwargs,
        )


class HoldOrder(Order):
    """What is done about a hold; while it is undecided back to its page."""

    def about(self, **named: Any) -> None:
        self.held = sought_hold(named["hold"])

    def back(self) -> str:
        if queries.holds().filter(pk=self.held.pk).exists():
            return reverse("desk:hold", args=[self.held.pk])
        return reverse("desk:casework")


class ProposeRelease(HoldOrder):
    """The first step of two: say why it should count."""

    power = Power.PROPOSE_EVIDENCE

    def carry_out(self) -> Any:
        services.propose_release(self.held, by=self.official, because=self.reason(), now=self.now)
        return _("Proposed. It counts once another office has released it.")


class Release(HoldOrder):
    """The second step of two: let it count."""

    power = Power.RELEASE_HOLD

    def carry_out(self) -> Any:
        services.release(self.held, by=self.official, because=self.reason(), now=self.now)
        return _("Released, and published. The statuses of these people follow.")


class RefuseHold(HoldOrder):
    """Refuse what is held, for good."""

    power = Power.RELEASE_HOLD

    def carry_out(self) -> Any:
        services.refuse_hold(self.held, by=self.official, because=self.reason(), now=self.now)
        return _("Refused, and published. Nothing of it has any effect here.")


class Message(OfficialView):
    """A message about one of our people, opened; they see who read it and what for."""

    power = Power.ANSWER_CONTEST
    template_name = "desk/message.html"
    here = "federation"
    desk = "casework"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = sought_message(self, kwargs.pop("message"))
        try:
            body = services.read_message(message, by=self.official, now=self.now)
        except OutOfReach:
            raise Http404("no such message within reach") from None
        except services.BadEnvelope:
            body = {}
        return super().get_context_data(
            message=message,
            of=naming.provinces()[message.peer],
            what=_class(message.message_class),
            text=str(body.get("text", "")),
            **kwargs,
        )


class AnswerMessage(Order):
    """Answer a message from the desk; while it is unanswered back to its page."""

    power = Power.ANSWER_CONTEST
    keeps = ("text",)

    def about(self, **named: Any) -> None:
        self.message = sought_message(self, named["message"])

    def carry_out(self) -> Any:
        text = self.field("text")
        if not text or len(text) > 2000:
            raise services.NothingSaid("an answer says something")
        services.answer_message(self.message, text=text, by=self.official, now=self.now)
        return _("Answered. The other province has it within a minute.")

    def back(self) -> str:
        if within_reach(self).filter(pk=self.message.pk).exists():
            return reverse("desk:message", args=[self.message.pk])
        return reverse("desk:casework")


class Contest(OfficialView):
    """What somebody elsewhere contests of what we said; we have a day to answer."""

    power = Power.ANSWER_CONTEST
    template_name = "desk/contest.html"
    here = "federation"
    desk = "casework"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contest = sought_contest(kwargs.pop("contest"))
        issued = Issued.objects.filter(pk=contest.assertion).first()
        return super().get_context_data(
            contest=contest,
            of=naming.provinces()[contest.peer],
            issued=issued,
            fact=naming.FACTS.get(issued.fact, issued.fact) if issued else "",
            told=told_by_laboratory(issued),
            **kwargs,
        )


def told_by_laboratory(issued: Issued | None) -> Any:
    """Return which laboratory's report of which sample was told; None for another word."""
    if issued is None or issued.fact != TEST_RESULT:
        return None
    return screening.told_home_as(issued.pk)


class AnswerContest(Order):
    """Stand by what was said, or take it back; with reasons either way.

    While it is unanswered back to its page.
    """

    power = Power.ANSWER_CONTEST
    keeps = ("outcome", "reasons")

    def about(self, **named: Any) -> None:
        self.contest = sought_contest(named["contest"])

    def carry_out(self) -> Any:
        outcome, reasons = self.field("outcome"), self.field("reasons")
        outcomes = (ContestRow.State.UPHELD, ContestRow.State.WITHDRAWN)
        if outcome not in outcomes:
            raise Misread(_("Choose whether it stands. Nothing has been answered."))
        is_upheld = outcome == ContestRow.State.UPHELD
        services.answer(
            self.contest, is_upheld=is_upheld, reasons=reasons, by=self.official, now=self.now
        )
        return _("Answered. The person is told your reasons by their own province.")

    def back(self) -> str:
        if queries.contests_to_answer().filter(pk=self.contest.pk).exists():
            return reverse("desk:contest", args=[self.contest.pk])
        return reverse("desk:casework")


def within_reach(page: OfficialView) -> Any:
    """Return the messages to be answered about people whom the official may view."""
    areas = scoping.within(page.official, Power.VIEW_PERSON, page.now)
    return queries.desk().filter(citizen__area__in=areas)


def sought_message(page: OfficialView, name: Any) -> Any:
    """Return a message about somebody whom the official may view; raises Http404."""
    found = within_reach(page).filter(pk=name).first()
    if found is None:
        raise Http404("no such message within reach")
    return found


def sought_hold(name: Any) -> Any:
    """Return an undecided hold; raises Http404."""
    found = queries.holds().filter(pk=name).first()
    if found is None:
        raise Http404("nothing of that name is held")
    return found


def sought_contest(name: Any) -> Any:
    """Return an open contest of what this province said; raises Http404."""
    found = queries.contests_to_answer().filter(pk=name).first()
    if found is None:
        raise Http404("no such contest is open")
    return found


def hold_row(held: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a hold as pages show it."""
    return {
        "hold": held,
        "issuer": names[held.issuer],
        "why": _why(held),
        "state": naming.HOLDS[held.state],
    }


def _why(held: Any) -> list[Any]:
    known = list(map(str, Trip))
    return [wording.TRIPS[Trip(each)] if each in known else each for each in held.why]


def _contests(names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"contest": each, "of": names[each.peer]} for each in queries.contests_to_answer()]


def _class(name: str) -> Any:
    known = name in list(map(str, MessageClass))
    return wording.MESSAGES[MessageClass(name)] if known else name
