"""What is known beside a province's words when they are judged: usual days, others, and before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q
from django.db.models.functions import TruncDay

from federation.casework import breaker
from federation.casework.breaker import Context, SoFar
from federation.casework.classes import VALID
from federation.casework.models import Assertion, Contest

State = Assertion.State
COUNTING = Q(state=State.IN_FORCE, lessens=False)
# Nobody has released them: two offices answer for those.
UNRELEASED = Q(hold=None)


def context(issuer: str, *, now: datetime) -> Context:
    """Return what the breaker knows beside what an issuer says within the window."""
    since = now - breaker.WINDOW
    others = Assertion.objects.filter(received_at__gt=since, lessens=False).exclude(issuer=issuer)
    told = others.exclude(state__in=[State.REFUSED, State.SUSPENDED, State.WITHDRAWN])
    elsewhere = Counter(map(breaker.source, told.values_list("source_reference", flat=True)))
    return Context(usual=_usual(issuer, since), elsewhere=elsewhere)


def _usual(issuer: str, until: datetime) -> float:
    """Return how much an issuer says on the median day of those before a moment."""
    first = until - timedelta(days=breaker.USUAL_DAYS)
    before = Assertion.objects.filter(
        issuer=issuer, received_at__gt=first, received_at__lte=until, lessens=False
    )
    days = before.annotate(day=TruncDay("received_at")).values_list("day").annotate(Count("pk"))
    counts = [count for _, count in days][: breaker.USUAL_DAYS]
    return median([*counts, *[0] * (breaker.USUAL_DAYS - len(counts))])


def so_far(issuer: str, *, now: datetime) -> SoFar:
    """Return how many words about people who were never there count, and nobody released."""
    remote = Assertion.objects.filter(COUNTING & UNRELEASED, was_present=False, expires_at__gt=now)
    lately = Q(received_at__gt=now - breaker.WINDOW)
    found = remote.aggregate(
        today=Count("pk", filter=lately & Q(issuer=issuer)),
        standing=Count("pk", filter=Q(issuer=issuer)),
        of_all=Count("pk", filter=lately),
    )
    return SoFar(**found)


def said_before(
    issuer: str, people: Iterable[int], *, now: datetime
) -> set[tuple[int | None, str]]:
    """Return of whom, and which facts, an issuer's word was suspended, refused or disproved.

    Disproved is what it took back when it was contested. It is remembered for as long as a word
    may count.
    """
    ended = Assertion.objects.filter(
        issuer=issuer, citizen__in=set(people), ended_at__gt=now - VALID
    )
    contested = Contest.objects.filter(side=Contest.Side.FILED, state=Contest.State.WITHDRAWN)
    disproved = Q(state=State.WITHDRAWN, pk__in=contested.values("assertion"))
    against = Q(state__in=[State.SUSPENDED, State.REFUSED]) | disproved
    return set(ended.filter(against).values_list("citizen_id", "fact"))
