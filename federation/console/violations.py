"""What other provinces did wrong, and what keeps us from following them, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from federation.sync.queries import Standing
from federation.sync.violations import Violation

VIOLATIONS: dict[str, Promise] = {
    Violation.BAD_SIGNATURE: _("Signed by none of its keys"),
    Violation.EXPIRED_KEY: _("Signed with a key whose time is over"),
    Violation.REVOKED_KEY: _("Signed with a key that was revoked"),
    Violation.ROLLBACK: _("Its log became shorter than it was"),
    Violation.REWRITTEN_HISTORY: _("It rewrote what it had told us before"),
    Violation.SPLIT_VIEW: _("It told another province another history"),
    Violation.BAD_ROOT: _("Its entries do not make the log that it signed"),
    Violation.TRUNCATED_PAGE: _("It sent fewer entries than it promised"),
    Violation.BAD_LEAF: _("An entry is not the one in its log, or is none at all"),
    Violation.FORGED_ORIGIN: _("Told in another province's name"),
    Violation.COLOUR_IN_PAYLOAD: _("It told a person's status, where only facts are taken"),
    Violation.FOREIGN_ZONE: _("A zone on ground that is another province's alone"),
    Violation.TOO_LARGE: _("Larger than what is taken"),
    Violation.MISSING_BLOB: _("What an entry refers to is missing"),
    Violation.BAD_BLOB: _("What an entry refers to is another thing, or cannot be read"),
    Violation.REPLAYED_REQUEST: _("A signed request came a second time"),
}
AWAY = _("It could not be asked")


def said(code: str) -> Promise | str:
    """Return in words what a peer did wrong; a name that is not known is told as it is."""
    return VIOLATIONS.get(code, code)


def trouble(standing: Standing) -> Promise | str:
    """Return in words what keeps a log from being followed, or "" where nothing does."""
    if not standing.trouble:
        return ""
    code = standing.trouble.partition(":")[0]
    return VIOLATIONS.get(code, AWAY)
