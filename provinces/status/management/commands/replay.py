"""`manage.py replay PROVINCE REFERENCE`: is a decision what comes out of its facts and rules again?

replay north K7QW2M4ZP9TB3XRD --user ada --purpose appeal --as-of 2026-11-12T08:00
replay north 4711 --user ada --purpose correction

It is a look at the person, by an official who may, and the person sees it; a person who lives where
the official's offices do not reach is as unknown as one who is not there. With a citizen's
reference it is about the decision that was in force at the moment asked about, or now; with the
number of a decision, about that one. Exit status 1 where anything differs.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.status import differing, replaying
from provinces.status.decision import Effective
from provinces.status.differing import Said
from provinces.status.models import Decision, Outcome
from provinces.tenancy import directory, scope

Look = Callable[[Citizen], None]
# What of a person a decision that is replayed tells.
SHOWN = (Field.STATUS, Field.GROUNDS, Field.HISTORY)
NEEDED = frozenset({Field.STATUS, Field.GROUNDS})
_PURPOSES = [str(purpose) for purpose in Purpose]

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Judge a decision again, and tell what differs."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("reference", help="of a citizen, or the number of a decision")
        parser.add_argument("--user", required=True, help="the official who looks")
        parser.add_argument("--purpose", required=True, choices=_PURPOSES, help="what for")
        parser.add_argument("--as-of", help="a moment, e.g. 2026-11-12T08:00; now unless given")
        parser.add_argument("--json", action="store_true", help="one object on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                look = _look(options)
                told = _found(look, options["reference"], _moment(options["as_of"]))
        except directory.NoSuchProvince as unknown:
            raise CommandError(f"no province {unknown} on this node") from None
        except (Unknown, citizens.OutOfReach):
            raise CommandError(
                f"{options['reference']}: neither a citizen's reference nor a decision's number"
                f" in the areas where {options['user']} may view a person"
            ) from None
        self._tell({"province": options["province"], **told}, as_json=options["json"])
        if not told["is_well"]:
            raise SystemExit(1)

    def _tell(self, told: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in _lines(told):
            self.stdout.write(line)


class Unknown(LookupError):
    """Neither a citizen nor a decision is known by a reference."""


def _look(options: dict[str, Any]) -> Look:
    """Return the way in which a person is looked at: the person is told of it.

    Who may view nobody learns of nobody, not even whether there is such a person.
    """
    official = User.objects.filter(username=options["user"]).first()
    if official is None:
        raise CommandError(f"nobody is called {options['user']} in this province")
    if Power.VIEW_PERSON not in jurisdictions.powers_of(official, timezone.now()):
        raise CommandError(f"no office that {official} holds has the power to view a person")
    purpose = Purpose(options["purpose"])

    def look(citizen: Citizen) -> None:
        now = timezone.now()
        sight = citizens.sight_of(citizen, by=official, purpose=purpose, at=now)
        if not sight.clear >= NEEDED:
            raise CommandError(f"{official} sees no status and no reasons of it for {purpose}")
        citizens.note_reading(citizen, SHOWN, by=official, purpose=purpose, at=now)

    return look


def _found(look: Look, reference: str, at: datetime | None) -> dict[str, Any]:
    """Return what is told of a citizen's decision, or of a decision by its number.

    Raises Unknown, and OutOfReach.
    """
    asked = at or timezone.now()
    citizen = Citizen.objects.filter(reference=reference).first()
    if citizen is not None:
        look(citizen)
        outcome = replaying.in_force(citizen, asked)
        return _replayed(outcome, asked) if outcome else _without_outcome(asked)
    decision = Decision.objects.filter(pk=reference).first() if reference.isdecimal() else None
    if decision is None:
        raise Unknown(reference)
    outcome = Outcome.objects.filter(pk=decision.pk).select_related("decision__ruleset").first()
    if outcome is None:
        return _erased(decision)
    look(outcome.citizen)
    return _replayed(outcome, at or decision.as_of)


def _without_outcome(asked: datetime) -> dict[str, Any]:
    """Say why nothing is kept of a citizen, as far as that can be told."""
    verdict = "nothing had been decided about them by then"
    if replaying.may_be_erased(asked):
        verdict = f"nothing is kept: {verdict}, or its time is over and it was erased"
    return {"asked_at": _said(asked), "verdict": verdict, "is_well": True}


def _erased(decision: Decision) -> dict[str, Any]:
    """Say of a decision of which only the commitment is left whether that stands."""
    is_recorded = differing.is_recorded(decision)
    stands = "still binds the decision" if is_recorded else "does NOT bind the decision"
    return {
        "decision": decision.pk,
        "as_of": _said(decision.as_of),
        "ruleset": _named(decision),
        "verdict": f"its time is over and its outcome was erased; the ledger {stands}",
        "is_well": is_recorded,
    }


def _replayed(outcome: Outcome, asked: datetime) -> dict[str, Any]:
    done = replaying.replay(outcome, at=asked)
    return {
        "asked_at": _said(asked),
        "decision": outcome.pk,
        "as_of": _said(outcome.decision.as_of),
        "ruleset": _named(outcome.decision),
        "decided": _plain(_kept(outcome)),
        "replayed": _plain(done.said),
        "read_then": _plain(done.read),
        "rules_then": _plain(done.ruled),
        "differences": [_difference(one) for one in done.differences],
        "verdict": done.verdict,
        "is_well": not done.differences,
    }


def _kept(outcome: Outcome) -> Said:
    grounds = tuple(differing.kept_grounds(outcome))
    return Said(outcome.status, outcome.since, outcome.until, grounds)


def _plain(said: Said | Effective | None) -> dict[str, Any] | None:
    if said is None:
        return None
    grounds = [
        {"ground": one.ground, "status": one.status, "rank": one.rank,
         "since": _said(one.since), "until": _said(one.until), "evidence": dict(one.evidence)}
        for one in said.grounds
    ]  # fmt: skip
    times = {"since": _said(said.since), "until": _said(said.until)}
    return {"status": said.status, **times, "grounds": grounds}


def _difference(one: differing.Difference) -> dict[str, str]:
    return {"what": one.what, "kept": one.kept, "replayed": one.replayed}


def _named(decision: Decision) -> str | None:
    return str(decision.ruleset) if decision.ruleset else None


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """Yield what is told, for reading; the differences one by one, the verdict last."""
    for key in ("asked_at", "decision", "as_of", "ruleset"):
        if told.get(key) is not None:
            yield f"{key:>10}  {told[key]}"
    for key in ("decided", "replayed", "read_then", "rules_then"):
        if told.get(key):
            yield f"{key:>10}  {_line(told[key])}"
    for one in told.get("differences", []):
        yield f"{'differs':>10}  {one['what']}: kept {one['kept']}, replayed {one['replayed']}"
    yield f"{'verdict':>10}  {told['verdict']}"


def _line(said: dict[str, Any]) -> str:
    times = [f"{word} {said[word]}" for word in ("since", "until") if said[word]]
    grounds = ", ".join(f"{one['ground']} ({one['status']})" for one in said["grounds"])
    return " ".join([said["status"], *times]) + (f": {grounds}" if grounds else "")


def _said(moment: datetime | None) -> str | None:
    """Write a moment as the province's clocks show it."""
    return moment.astimezone(scope.current().zone).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of: {text!r} is not an ISO 8601 moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=scope.current().zone)
