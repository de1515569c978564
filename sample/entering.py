"""What the sample's provinces ask of whoever enters: one a test, one nothing, one keeps cases out.

Each is drafted and signed by the province's own officials, as if some days ago: a policy that asks
more than the one before is published 48 hours before it counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from federation.borders import queries as borders
from federation.borders import services as policies
from federation.borders.entering import LONGEST, NOTICE, Condition, Outcome
from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.tenancy import scope
from sample.plan import BEIJING, HEBEI, TIANJIN, SampleProvince

PUBLISHED = timedelta(days=3)
DRAFTER, SIGNER = "rule.drafter", "high.reviewer"

Rule = dict[str, Any]


def _rule(name: str, when: Any, text_zh: str, text_en: str, *conditions: Condition) -> Rule:
    """Return a rule that asks something, or, where it asks nothing, lets nobody in."""
    return {
        "id": name,
        "when": when,
        "outcome": str(Outcome.WITH_CONDITION if conditions else Outcome.DENY),
        "conditions": [str(each) for each in conditions],
        "text_zh": text_zh,
        "text_en": text_en,
    }


def _known(fact: str) -> Any:
    """Return the condition that a moment is known: not to know it is to be asked nothing."""
    return {"!": [{"!": [{"var": fact}]}]}


def _stayed_in(level: str) -> Any:
    return {">": [{"var": f"exposures.{level}.minutes"}, 0]}


TEST, WATCH = Condition.TEST_BEFORE_TRAVEL, Condition.HEALTH_MONITORING
ARRIVAL, REGISTER = Condition.TEST_ON_ARRIVAL, Condition.REGISTER_ON_ARRIVAL
FROM_HIGH = ("14天内到过高风险区", "In a high-risk zone within the last 14 days")
FROM_MEDIUM = ("14天内到过中风险区", "In a medium-risk zone within the last 14 days")
CONTACT = ("密切接触者", "A close contact of a case")
CASE = ("确诊病例，证据尚未失效", "A confirmed case, of which the evidence has not expired yet")
ISOLATED = ("须集中隔离", "Under an order of isolation at a centre")

RULES: dict[str, list[Rule]] = {  # by division code
    BEIJING.code: [
        _rule("high-zone", _stayed_in("high"), *FROM_HIGH, TEST, ARRIVAL, WATCH),
        _rule("medium-zone", _stayed_in("medium"), *FROM_MEDIUM, TEST),
        _rule("contact", _known("contacts.close.last_contact_at"), *CONTACT, TEST, REGISTER),
    ],
    TIANJIN.code: [],
    HEBEI.code: [
        _rule("case", _known("cases.confirmed.diagnosed_at"), *CASE),
        _rule("isolated", _known("orders.central_isolation.starts_at"), *ISOLATED),
        _rule("high-zone", _stayed_in("high"), *FROM_HIGH, ARRIVAL),
    ],
}


@transaction.atomic
def ensure_policy(province: SampleProvince, *, now: datetime) -> None:
    """Have the province in scope ask something of whoever enters, unless it does already.

    In a sample whose officials have not been in office for so long, a later set-up does.
    """
    at = now.replace(microsecond=0) - PUBLISHED
    drafter, signer = (User.objects.get(username=name) for name in (DRAFTER, SIGNER))
    in_office = all(jurisdictions.offices_of(each, at).exists() for each in (drafter, signer))
    if not in_office or borders.entry_policy(scope.current().slug, now) is not None:
        return
    begins = at + NOTICE
    terms = policies.PolicyTerms(RULES[province.code], begins, begins + LONGEST)
    drafted = policies.draft_policy(terms, by=drafter, now=at)
    policies.sign_policy(drafted, by=signer, now=at)
