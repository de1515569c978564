"""Pages for citizens and for everybody."""

from __future__ import annotations

from typing import Any

from core.db.days import day_of
from provinces.citizens.models import Citizen
from provinces.exposure import services as exposure
from provinces.exposure.models import Question
from provinces.tenancy import scope
from tests.architecture.access.rows import row
from tests.cast import NOW, TODAY
from tests.factories import road, rulesets


def a_ruleset(_citizen: Citizen) -> dict[str, Any]:
    """A version that everybody may read."""
    ruleset = road.first_ruleset()
    return {"name": ruleset.name, "version": ruleset.version}


def a_draft_of_rules(_citizen: Citizen) -> dict[str, Any]:
    """A version that nobody may read yet: it awaits its signature."""
    draft = rulesets.submitted(version="2026-9")
    return {"name": draft.name, "version": draft.version}


def a_question(citizen: Citizen) -> dict[str, Any]:
    """A question the citizen was asked this morning."""
    question = Question.objects.create(
        citizen=citizen,
        zone=road.zone(),
        day=day_of(TODAY, scope.current().zone).lo,
        asked_at=NOW,
        closes_at=NOW.replace(day=NOW.day + 3),
    )
    return {"question": question.pk}


def a_yes(citizen: Citizen) -> dict[str, Any]:
    """A question to which the citizen has said that they were there."""
    asked = a_question(citizen)
    exposure.answer(asked["question"], of=citizen, said=exposure.Answer.YES, now=NOW)
    return asked


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:home", "GET",         "200      200      200      200      200      200     200"),
    row("portal:zones", "GET",        "200      200      200      200      200      200     200"),
    row("portal:zones-document", "GET", "200    200      200      200      200      200     200"),
    row("portal:rules", "GET",        "200      200      200      200      200      200     200"),
    row("portal:compare", "GET",      "200      200      200      200      200      200     200"),
    row("portal:ruleset", "GET",      "200      200      200      200      200      200     200",
        about=a_ruleset),
    row("portal:ruleset", "GET",      "404      404      404      404      404      404     404",
        about=a_draft_of_rules),
    row("portal:ruleset-json", "GET", "200      200      200      200      200      200     200",
        about=a_ruleset),
    row("portal:ruleset-json", "GET", "404      404      404      404      404      404     404",
        about=a_draft_of_rules),
    row("portal:sign-in", "GET",      "200      200      200      200      200      200     200"),
    row("portal:sign-in", "POST",     "200      200      200      200      200      200     200"),
    row("portal:sign-out", "POST",    "302      302      302      302      302      302     302"),
    row("portal:landing", "GET",      "sign-in  sign-in  302      302      302      302     302"),
    row("portal:status", "GET",       "sign-in  sign-in  403      403      403      200     200"),
    row("portal:answer", "POST",      "sign-in  sign-in  403      403      403      302     404",
        about=a_question, answer="no"),
    row("portal:answer-take-back", "POST", "sign-in sign-in 403    403      403      302     404",
        about=a_yes),
]
# fmt: on
