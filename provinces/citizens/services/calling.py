"""By telephone, a caller proves who they are by a code, which they read out to an official.

    who the caller says they are ──► a code goes to what the registry holds, or to nobody
                                                  │
    the official enters what they hear ──► once, for one thing, by this official alone

A name and a number open nothing, and nobody is looked up before the code. The code opens nothing
either: the official is shown neither record nor status, so a code that was talked out of somebody
files an appeal, or has a letter posted to them, that they are told of, and does nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Claimed
from provinces.jurisdictions.powers import Power

from . import codes
from .enrolling import enrolled
from .serving import OwnRecord

FOR_CALLS = (codes.Purpose.TELEPHONE,)


@dataclass(frozen=True, slots=True)
class Call:
    """Who a caller says they are, and in which language the code is to reach them.

    Of what is quiet nobody is sent a code.
    """

    claimed: Claimed
    language: str
    source: dict[str, str]
    is_quiet: bool = False


def ask_caller(call: Call, *, by: User, now: datetime) -> str:
    """Have a code sent to a caller, for an official alone; return the token for their session."""
    asked = codes.Asked(
        call.claimed,
        codes.Purpose.TELEPHONE,
        call.language,
        call.source,
        more={"official": by.pk},
        is_quiet=call.is_quiet,
    )
    return codes.ask(asked, now=now)


def hear_caller(token: str, code: str, *, by: User, now: datetime) -> None:
    """Take the code that a caller reads out; raises WrongCode, whatever is wrong with it."""
    _of(by, codes.enter(token, code, FOR_CALLS, now=now))


def heard(token: str, *, by: User, now: datetime) -> codes.Entered:
    """Return who has proved to an official who they are; raises WrongCode once that is over."""
    return _of(by, codes.opened(token, FOR_CALLS, now=now))


def answer_caller(caller: codes.Entered, *, by: User, now: datetime) -> Citizen | None:
    """Return the caller, if they are enrolled and in the official's areas; their code is used up.

    Somebody protected is no exception: nothing of theirs is shown, and whether the mark is there
    cannot be told. Call it in the transaction of what is done. Raises WrongCode where that was
    done before, and OwnRecord.
    """
    codes.use(caller.challenge, now=now)
    known = enrolled(caller.claimed.number)
    if known is None:
        return None
    if known.user_id == by.pk:
        raise OwnRecord(f"{by} does not serve themselves")
    reached = Citizen.objects.visible_to(by, Power.ENROL_PERSON, now)
    return reached.select_related("area").filter(pk=known.pk).first()


def _of(by: User, caller: codes.Entered) -> codes.Entered:
    if caller.more.get("official") != by.pk:
        raise codes.WrongCode("another official asked for it")
    return caller
