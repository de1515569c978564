"""What an auditor reads: the log, an entry with its proof, decisions; and what they have wait."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.jurisdictions.powers import Power
from provinces.ledger.wording import EVENTS as WORDING
from provinces.oversight import wording
from provinces.oversight.auditing import checking, freezing, reading, showing, words
from provinces.oversight.auditing.reading import A_PAGE, Asked
from provinces.oversight.misuse import queries as misuse
from provinces.passes import queries as passes

from . import particulars, typed
from .evidence import wording as evidence
from .official import OfficialView
from .periods import FIRST_DAY, LAST_DAY
from .rules.seeing import called

LONGEST = 80
# As many are listed to be frozen at once, of each kind, and as many checks of the ledger.
LISTED = 100
CHECKS = 10
FROZEN = _("Frozen for 72 hours: no signature is taken under it. Whoever may can turn it down.")
ANNOUNCED = _(
    "Taken back, and peers are told. For 72 hours nothing that says the same is signed; after that"
    " it needs two offices and its whole notice again."
)
OBSTACLES: dict[type[Exception], Any] = {
    freezing.NotAwaiting: _("Not all of these await a signature in your areas."),
    freezing.FrozenBefore: _("One of these was frozen before; that is possible once."),
    freezing.NotStanding: _("This freeze is over, or was lifted."),
    freezing.SameBody: _("An auditor of another office has to prolong it, and once."),
    freezing.NoReason: _("Say why, in 600 characters at most."),
    freezing.NotAllowed: _("No office of yours allows this."),
}


class Log(OfficialView):
    """All that was done, the latest first, people by names that are this auditor's alone."""

    power = Power.AUDIT
    template_name = "console/oversight/audit.html"
    here = "audit"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, names = self._asked(), showing.names_for(self.official)
        found = reading.log(asked, names)
        reading.note_reading(asked, by=self.official, now=self.now)
        more = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
        return super().get_context_data(
            asked=asked,
            events=sorted(((str(each), words) for each, words in WORDING.items()), key=str),
            lines=particulars.in_words(showing.lines(found[:A_PAGE], names)),
            further=self._further(asked, more) if more else "",
            **kwargs,
        )

    def _asked(self) -> Asked:
        given = {key: self.request.GET.get(key, "").strip()[:LONGEST] for key in self.request.GET}
        return Asked(
            event=given.get("event", ""),
            official=given.get("official", ""),
            unit=given.get("unit", ""),
            first=_day(given.get("first", "")),
            last=_day(given.get("last", "")),
            person=given.get("person", ""),
            before=_number(given.get("before", "")),
        )

    def _further(self, asked: Asked, before: int) -> str:
        wanted = replace(asked, before=before)
        said = {name: getattr(wanted, name) for name in Asked.__dataclass_fields__}
        return urlencode({name: value for name, value in said.items() if value})


class Entry(OfficialView):
    """One entry, and its proof, made and verified as the page is opened."""

    power = Power.AUDIT
    template_name = "console/oversight/audit_entry.html"
    here = "audit"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = kwargs.pop("number")
        found = reading.entry(number)
        if found is None:
            raise Http404("there is no such entry, or its particulars were erased")
        (line,) = particulars.in_words(showing.lines([found], showing.names_for(self.official)))
        checked = None
        with suppress(reading.NotSealed):
            checked = reading.check(found)
        asked = Asked(before=number)
        reading.note_reading(asked, by=self.official, now=self.now)
        trouble = words.TROUBLES[checked.trouble] if checked and checked.trouble else ""
        return super().get_context_data(entry=line, checked=checked, trouble=trouble, **kwargs)


class Decisions(OfficialView):
    """What was decided, with the grounds, about people by names that are this auditor's alone."""

    power = Power.AUDIT
    template_name = "console/oversight/audit_decisions.html"
    here = "audit"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {key: self.request.GET.get(key, "").strip()[:LONGEST] for key in self.request.GET}
        person, ground = given.get("person", ""), given.get("ground", "")
        names = showing.names_for(self.official)
        found = reading.decisions(
            names, person=person, ground=ground, before=_number(given.get("before", ""))
        )
        reading.note_reading(Asked(person=person), by=self.official, now=self.now)
        said = {"person": person, "ground": ground}
        more = {**said, "before": str(found[A_PAGE - 1].number)} if len(found) > A_PAGE else {}
        return super().get_context_data(
            decisions=found[:A_PAGE],
            asked=said,
            grounds=reading.grounds(self.now),
            further=urlencode({key: value for key, value in more.items() if value}),
            **kwargs,
        )


class Freezes(OfficialView):
    """What waits because of an auditor, and what could: whatever awaits a second signature."""

    power = Power.AUDIT
    template_name = "console/oversight/audit_freezes.html"
    here = "freezes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = showing.names_for(self.official)
        found = freezing.freezable(self.official, self.now, most=LISTED)
        told = passes.destinations(self.now) if found["guest"] else []
        homes = {each.slug: each for each in told}
        return super().get_context_data(
            standing=[
                {
                    "freeze": each,
                    "thing": wording.THINGS[each.thing],
                    "is_own": each.frozen_by_id == self.official.pk,
                }
                for each in freezing.standing(self.official, self.now)
            ],
            pieces=[
                {
                    "piece": piece,
                    "of": evidence.of_class(piece.evidence_class),
                    "person": names.of(piece.citizen_id),
                }
                for piece in found["piece"]
            ],
            zones=found["zone"],
            drafts=[{"rules": each, "called": called(each)} for each in found["rules"]],
            renewals=found["renewal"],
            guests=[
                {
                    "proposal": each,
                    "of": evidence.of_class(each.fact),
                    "home": homes.get(each.home, each.home),
                }
                for each in found["guest"]
            ],
            announced=[{"rules": each, "called": called(each)} for each in found["notice"]],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        stepping_up.require_confirmed(request)
        kind, because = request.POST.get("thing", ""), request.POST.get("because", "")
        if kind not in wording.THINGS:
            raise Http404("nothing of this kind is frozen")
        thing = freezing.Thing(kind)
        keys = self._keys(thing)
        return done(
            request,
            lambda: freezing.freeze(thing, keys, by=self.official, because=because, now=self.now),
            ANNOUNCED if thing == freezing.Thing.NOTICE else FROZEN,
        )

    def _keys(self, thing: freezing.Thing) -> list[int]:
        """Return what is meant: what was ticked, or all that waits in the misuse case named."""
        said = self.request.POST
        if reference := said.get("case", ""):
            case = misuse.case_of(reference[:LONGEST], by=self.official, at=self.now)
            if case is None or thing != freezing.Thing.PIECE:
                raise Http404("no such case, or one in which the auditor is concerned")
            waiting = freezing.freezable_among(thing, case.pieces, self.official, self.now)
            return list(waiting.values_list("pk", flat=True))
        return [int(key) for key in said.getlist("key") if _number(key) is not None]


class Deciding(OfficialView):
    """What an auditor makes of a freeze that stands."""

    power = Power.AUDIT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, freeze: int) -> HttpResponse:
        stepping_up.require_confirmed(request)
        found = freezing.standing(self.official, self.now).filter(pk=freeze).first()
        if found is None:
            raise Http404("no such freeze stands")
        return self.decide(found)

    def decide(self, frozen: Any) -> HttpResponse:
        """Decide, and lead back."""
        raise NotImplementedError


class Prolong(Deciding):
    """Have it wait for a month in all."""

    def decide(self, frozen: Any) -> HttpResponse:
        return done(
            self.request,
            lambda: freezing.prolong(frozen, by=self.official, now=self.now),
            _("It waits for thirty days in all."),
        )


class Lift(Deciding):
    """Let it go on."""

    def decide(self, frozen: Any) -> HttpResponse:
        return done(
            self.request,
            lambda: freezing.lift(frozen, by=self.official, now=self.now),
            _("Lifted. It may be signed."),
        )


class Ledger(OfficialView):
    """The whole ledger, read again because an auditor asks."""

    power = Power.AUDIT
    template_name = "console/oversight/audit_ledger.html"
    here = "audit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = [
            {"check": each, "findings": [words.finding(one) for one in each.findings]}
            for each in checking.latest(CHECKS)
        ]
        return super().get_context_data(checks=checks, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            checking.ask(by=self.official, now=self.now)
            messages.success(request, _("Asked for. Open this page again to see what it found."))
        except checking.AlreadyAsked:
            messages.error(request, _("The ledger is being checked already."))
        return redirect("console:audit-ledger")


class Together(OfficialView):
    """Which two officials put into force together what nothing but their word speaks for.

    Each look is noted.
    """

    power = Power.AUDIT
    template_name = "console/oversight/audit_together.html"
    here = "audit"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading.note_reading(Asked(), by=self.official, now=self.now)
        return super().get_context_data(rows=misuse.together(self.now), **kwargs)


def done(request: HttpRequest, act: Any, words: Any) -> HttpResponse:
    """Do something about a freeze, say what came of it, and lead back to the list."""
    try:
        act()
        messages.success(request, words)
    except tuple(OBSTACLES) as obstacle:
        messages.error(request, OBSTACLES[type(obstacle)])
        typed.keep(request, ["thing", "because"])
    return redirect("console:freezes")


def _number(said: str) -> int | None:
    # More digits than any row's number has.
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else None


def _day(said: str) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(said)
        return day if FIRST_DAY <= day <= LAST_DAY else None
    return None
