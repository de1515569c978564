"""An appeal as pages show it, to the person and to the official alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse

from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen
from provinces.rules import queries as rules
from provinces.status import queries as status
from provinces.status import wording as saying
from provinces.status.wording import Reason

from . import queries, wording
from .models import Appeal, Basis, Outcome, Thing
from .rechecking import Seen

# What of a person is told by naming what a ground rests on, and by what a second look has found.
RESTS_ON = {
    Thing.PIECE: Field.EVIDENCE,
    Thing.RESULT: Field.RESULTS,
    Thing.ZONE: Field.PLACES,
    Thing.DIVISION: Field.PLACES,
    Thing.COMPANION: Field.PLACES,
}
FOUND = {Seen.TWO_PLACES: Field.PLACES, Seen.NEGATIVE_SINCE: Field.RESULTS}


def reason_of(citizen: Citizen, decision: int, ground: str) -> Reason | None:
    """Return why a decision about somebody held, by one ground; None where it does not have it."""
    outcome = status.history(citizen).filter(decision=decision).first()
    grounds = status.grounds_from(outcome.grounds) if outcome is not None else []
    held = [one for one in grounds if one.ground == ground and one.rank > 0]
    if outcome is None or not held:
        return None
    return saying.reasons(outcome.decision.ruleset, held)[0]


def contestable(citizen: Citizen, now: datetime) -> list[dict[str, Any]]:
    """Return the grounds that somebody may contest, with their reasons in words."""
    found = status.status_of(citizen, now)
    reasons = dict(
        zip(
            [ground.ground for ground in found.grounds],
            saying.reasons(found.ruleset, found.grounds),
            strict=True,
        )
    )
    return [{"of": one, "reason": reasons[one.ground]} for one in queries.contestable(citizen, now)]


def page_of(appeal: Appeal) -> dict[str, Any]:
    """Return all that the page of an appeal tells, to the person and to the official alike."""
    forwarded = queries.forwarded_of(appeal)
    is_there = forwarded is not None and forwarded.taken_at is not None
    return {
        "appeal": appeal,
        "row": row(appeal),
        "reason": reason_of(appeal.citizen, appeal.decision_id, appeal.ground),
        "said": [
            {
                "said": one,
                "category": wording.CATEGORIES[one.statement.category],
                "channel": wording.CHANNELS.get(one.statement.channel, ""),
            }
            for one in queries.said(appeal)
        ],
        "bases": [wording.basis(one) for one in queries.bases_of(appeal)],
        "recheck": wording.RECHECKS.get(appeal.recheck, ""),
        "findings": [wording.SEEN[seen] for seen in appeal.findings],
        "reviews": [
            {"review": one, "finding": wording.FINDINGS.get(one.finding, "")}
            for one in queries.reviews_of(appeal)
        ],
        "forwarded": forwarded if is_there else None,
        "ending": _ending(appeal),
        "issuer": wording.province(forwarded.issuer) if forwarded is not None and is_there else "",
    }


def _ending(appeal: Appeal) -> datetime | None:
    """Return when an appeal was withdrawn, None where it was not."""
    if appeal.result != Outcome.WITHDRAWN:
        return None
    return appeal.again_answered_at or appeal.answered_at


def fields_of(told: dict[str, Any]) -> frozenset[Field]:
    """Return which fields of a person the page of their appeal shows, for them to be told of it."""
    grounds = [Field.GROUNDS] if told["reason"] else []
    found = (FOUND[Seen(seen)] for seen in told["appeal"].findings if seen in FOUND)
    return frozenset([*grounds, *found]) | fields_to_answer(one.basis for one in told["bases"])


def fields_to_answer(bases: Iterable[Basis]) -> frozenset[Field]:
    """Return which fields of a person are shown with what the ground of their appeal rests on."""
    return frozenset([Field.APPEALS, *(RESTS_ON[Thing(each.thing)] for each in bases)])


def brought(appeal: Appeal, key: int) -> HttpResponse:
    """Answer with a file of an appeal, to be saved and never shown in the page; raises Http404."""
    found = queries.content_of(appeal, key)
    if found is None:
        raise Http404("the appeal has no such file")
    attachment, content = found
    answer = HttpResponse(content, content_type=attachment.media_type)
    suffix = attachment.media_type.rpartition("/")[2]
    answer["Content-Disposition"] = f'attachment; filename="{appeal.reference}-{key}.{suffix}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def row(appeal: Appeal) -> dict[str, Any]:
    """Return an appeal as a list of them tells it."""
    ruleset = rules.in_force(appeal.filed_at)
    return {
        "appeal": appeal,
        "outcome": wording.OUTCOMES[appeal.result],
        "result": wording.RESULTS[appeal.result],
        "words": saying.status(ruleset, appeal.status),
        "channel": wording.CHANNELS[appeal.channel],
    }
