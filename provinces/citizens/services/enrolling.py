"""Whoever has proved who they are comes on the books, and gets a way to sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from provinces.accounts import services as accounts
from provinces.accounts.models import User
from provinces.citizens import consents, identities, registry
from provinces.citizens.identities import Person
from provinces.citizens.mandates import Verified
from provinces.citizens.models import Citizen, Identity
from provinces.citizens.registry import Claimed, Match
from provinces.jurisdictions.models import Area
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from . import codes, people
from .agreeing import Agreement, agree, made_sure


class LivesElsewhere(ValueError):
    """The registry says that somebody lives in no area of this province."""


class NameTaken(ValueError):
    """Somebody signs in by this name already."""


class HasNoAccount(LookupError):
    """There is no account yet to be recovered; it needs a name to sign in by."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How somebody wants to sign in, in which language, and what they agreed to."""

    password: str
    username: str = ""
    language: str = "zh-hans"
    agreed: Iterable[str] = consents.AT_ENROLMENT


def enrolled(document: str) -> Citizen | None:
    """Return the citizen of a document, None where there is none; for this room alone."""
    key = credentials.key_of(scope.current().slug)
    hashed = identities.document_hash(key, document)
    found = Identity.objects.filter(document_hash=hashed).select_related("citizen__user").first()
    return found.citizen if found else None


def open_account(entered: codes.Entered, opening: Opening, *, now: datetime) -> User:
    """Open an account for whoever entered their code, or give them back the one they have.

    Raises WrongCode where it was done before, NeedsAll, LivesElsewhere, NameTaken, HasNoAccount,
    RegistryDown, and InATransaction.
    """
    agreement = Agreement(frozenset(opening.agreed), opening.language)
    handle = _handle(entered) if "contact" in agreement.items else registry.NOBODY
    agreement = made_sure(agreement, Verified.SUBJECT, handle=handle)
    with transaction.atomic():
        codes.use(entered.challenge, now=now)
        citizen = enrol_matched(entered.claimed, entered.match, by=None, now=now)
        if citizen.user is not None:
            return _recover(citizen.user, citizen, opening, now=now)
        user = _account(citizen, opening)
        agree(citizen, agreement, born=entered.match.birth_year, by=citizen, now=now)
        ledger.record(Event.ACCOUNT_OPENED, by=citizen, about=citizen, at=now)
        return user


@transaction.atomic
def enrol_agreed(
    claimed: Claimed,
    match: Match,
    agreement: Agreement,
    *,
    by: Citizen | User | None,
    now: datetime,
) -> Citizen:
    """Return the citizen of a person the registry knows, enrolled with what they agree to.

    Of who is enrolled already nothing changes. `by` took down what was agreed to. Raises
    LivesElsewhere.
    """
    if known := enrolled(claimed.number):
        return known
    official = by if isinstance(by, User) else None
    citizen = enrol_matched(claimed, match, by=official, now=now)
    agree(citizen, agreement, born=match.birth_year, by=by, now=now)
    return citizen


@transaction.atomic
def enrol_matched(claimed: Claimed, match: Match, *, by: User | None, now: datetime) -> Citizen:
    """Return the citizen of a person the registry knows, enrolling them where they are not.

    That they are who they say, a code, a guardian or a desk has shown. Raises LivesElsewhere.
    """
    if known := enrolled(claimed.number):
        return known
    area = Area.objects.filter(code=match.area).first()
    if area is None:
        raise LivesElsewhere(f"{match.area} is no area of this province")
    person = Person(claimed.full_name, claimed.number)
    citizen = people.enrol(area=area, person=person, by=by, now=now)
    citizen.birth_year = match.birth_year
    citizen.save(update_fields=["birth_year"])
    return citizen


def _handle(entered: codes.Entered) -> str:
    """Return what stands for a person with the registry; a letter is older than its handles."""
    if entered.challenge.purpose != codes.Purpose.LETTER:
        return entered.match.handle
    match = registry.current().look_up(entered.claimed)
    return match.handle if match else registry.NOBODY


def _account(citizen: Citizen, opening: Opening) -> User:
    if not opening.username:
        raise HasNoAccount("a new account needs a name to sign in by")
    user = User(username=opening.username, language=opening.language)
    user.set_password(opening.password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise NameTaken(f"{opening.username} signs in already") from None
    citizen.user, citizen.language = user, opening.language
    citizen.save(update_fields=["user", "language"])
    return user


def _recover(user: User, citizen: Citizen, opening: Opening, *, now: datetime) -> User:
    """Set a new password, and let go of all by which somebody else could still sign in.

    Whoever has lost their phone has lost its passkey, too; they set up another one.
    """
    user.set_password(opening.password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user_id=user.pk).delete()
    accounts.end_other_sessions(user, this=None, now=now)
    ledger.record(Event.ACCOUNT_RECOVERED, by=citizen, about=citizen, at=now)
    return user


def has_account(entered: codes.Entered) -> str:
    """Return the name that somebody who proved who they are signs in by, "" where there is none."""
    known = enrolled(entered.claimed.number)
    return known.user.username if known and known.user else ""
