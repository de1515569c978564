"""What must hold of the settings of signing in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004


@register
def counts_hold_for_all_processes(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a cache that each process has for itself: attempts would be counted by each anew."""
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        said = "Attempts to sign in are counted in the default cache, which must be shared."
        return [Error(said, id="accounts.E001")]
    return []


@register(Tags.security, deploy=True)
def officials_need_an_authenticator(**_kwargs: Any) -> list[CheckMessage]:
    """Warn where officials may act on a password alone."""
    if not settings.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS:
        said = "ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS is off: a password alone opens the console."
        return [Warning(said, id="accounts.W001")]
    return []
