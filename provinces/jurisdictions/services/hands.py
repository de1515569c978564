"""Whose hand may stand under a change of offices: power and reach, two units, no accomplices."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from provinces.accounts.models import User
from provinces.jurisdictions import queries
from provinces.jurisdictions.models import Area, Change, Kind, Level, Office, State
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES, grantable


class NotAllowed(PermissionDenied):
    """The official does not have this power in the area, or not over this role."""


class SameOfficial(ValueError):
    """Nobody signs what they proposed, and nobody decides about themselves."""


class SameOffice(ValueError):
    """The second signature has to come from another unit."""


class TooClose(ValueError):
    """One of the two was put into an office by the other a short while ago."""


def unit_for(user: User, area: Area, role: str, at: datetime) -> str:
    """Return the unit in whose name a user decides about an office; raises NotAllowed.

    Of several the one closest to the area. Without a role it is about the province itself.
    """
    held = [
        office
        for office in queries.offices_with(user, Power.GRANT_OFFICE, at)
        if area.path.startswith(office.area.path)
        and (not role or role in grantable(of_the_whole=office.area.level == Level.PROVINCE))
    ]
    if not held:
        raise NotAllowed(f"{user} may not decide about {role or 'the province'} in {area.code}")
    return held[-1].unit


def refuse_concerned(user: User, change: Change) -> None:
    """Raise SameOfficial where an official would decide about themselves."""
    if user.pk in (change.subject_id, change.successor_id):
        raise SameOfficial(f"{change} is about {user}")


def second_unit(change: Change, *, by: User, at: datetime) -> str:
    """Return the unit in whose name an official decides what another one proposed.

    Raises SameOfficial, NotAllowed, SameOffice where the two share a unit now, suspended offices
    included, or shared the one it was proposed in, and TooClose.
    """
    if by.pk == change.proposed_by_id:
        raise SameOfficial(f"{by} proposed {change}")
    refuse_concerned(by, change)
    unit = unit_for(by, change.area, change.role, at)
    first = {change.proposed_unit, *queries.units_of(change.proposed_by, at)}
    if first & {unit, *queries.units_of(by, at)}:
        raise SameOffice(f"{by} and {change.proposed_by} are of one unit")
    if _is_made_by(by, change.proposed_by, at) or _is_made_by(change.proposed_by, by, at):
        raise TooClose(f"{by} and {change.proposed_by} put one another into office")
    return unit


def _is_made_by(made: User, maker: User, at: datetime) -> bool:
    """Tell whether an official came by another's hand, proposed or signed, to decide of late.

    Whoever decided before then did so without them.
    """
    since = at - timedelta(days=settings.JURISDICTIONS_ACQUAINTED_DAYS)
    carriers = [role.key for role in ROLES.values() if Power.GRANT_OFFICE in role.powers]
    if Office.objects.filter(user=made, role__in=carriers, granted_at__lte=since).exists():
        return False
    signed = Change.objects.filter(
        Q(proposed_by=maker) | Q(decided_by=maker), state=State.SIGNED, decided_at__gt=since
    )
    given = Q(subject=made, kind__in=(Kind.GRANT, Kind.INVITE))
    return signed.filter(given | Q(successor=made)).exists()
