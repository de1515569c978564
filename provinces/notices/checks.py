"""Is news sent while it is news?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def news_is_sent_in_time(**_: Any) -> list[CheckMessage]:
    """A message is tried often enough, and not for weeks."""
    wrong: list[CheckMessage] = []
    if not 1 <= settings.NOTICES_TRIES <= 20:
        wrong.append(Error("NOTICES_TRIES: from 1 to 20 is allowed", id="notices.E001"))
    if not timedelta() < settings.NOTICES_FIRST_WAIT <= settings.NOTICES_LONGEST_WAIT:
        wrong.append(
            Error("NOTICES_FIRST_WAIT lies in (0, NOTICES_LONGEST_WAIT]", id="notices.E002")
        )
    if not timedelta(hours=1) <= settings.NOTICES_NEWS_FOR <= timedelta(days=7):
        wrong.append(Error("NOTICES_NEWS_FOR: an hour to a week", id="notices.E003"))
    return wrong
