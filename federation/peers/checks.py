"""Are the federation's settings such that trust expires, and peers are asked outside alone?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

from . import addresses


@register()
def trust_expires(**_: Any) -> list[CheckMessage]:
    """A membership of a week is a chore that fails; one of years is a key nobody watches."""
    return [
        Error(
            f"{name} is {getattr(settings, name)}; between {least} and {most} is sensible", id=key
        )
        for name, least, most, key in (
            ("FEDERATION_MEMBERSHIP_DAYS", 14, 365, "peers.E001"),
            ("FEDERATION_KEY_DAYS", 30, 730, "peers.E002"),
            ("FEDERATION_OVERLAP_DAYS", 1, 60, "peers.E003"),
        )
        if not least <= getattr(settings, name) <= most
    ]


@register()
def own_address_is_allowed(**_: Any) -> list[CheckMessage]:
    """What peers would refuse is better refused here."""
    try:
        addresses.checked(settings.FEDERATION_URL.format(slug="province"))
    except addresses.ForbiddenAddress as problem:
        return [Error(f"FEDERATION_URL: {problem}", id="peers.E004")]
    return []


@register(Tags.security, deploy=True)
def no_way_inwards(**_: Any) -> list[CheckMessage]:
    """Ports of this machine are for trying a federation on it."""
    if not settings.FEDERATION_LOOPBACK_PORTS:
        return []
    return [
        Warning("FEDERATION_LOOPBACK_PORTS lets peers be asked on this machine", id="peers.W001")
    ]
