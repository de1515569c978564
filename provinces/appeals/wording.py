"""Appeals in words: steps, causes, findings and outcomes, in the language in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.web.context import named
from provinces.rules import wording as rules
from provinces.tenancy import directory, scope
from provinces.zones.models import EffectiveZone

from .models import (
    Appeal,
    Basis,
    Category,
    Channel,
    Finding,
    Forwarded,
    Outcome,
    Recheck,
    Reversal,
    Thing,
)
from .rechecking import Seen
from .services.telling import Step

# What a cause begins with that is a version of a zone.
ZONE = "zone:"
CATEGORIES: dict[str, Promise] = {
    Category.NOT_ME: gettext_lazy("It was not me"),
    Category.NOT_THERE: gettext_lazy("I was not there"),
    Category.WRONG_RESULT: gettext_lazy("The test result is wrong"),
    Category.ALREADY_CLEARED: gettext_lazy("I have been cleared already"),
    Category.WRONG_PERSON: gettext_lazy("It is about somebody else, or a phone that we share"),
    Category.OTHER_FACT: gettext_lazy("Another fact is wrong"),
}
CHANNELS: dict[str, Promise] = {
    Channel.SELF: gettext_lazy("Filed by the person"),
    Channel.PROXY: gettext_lazy("Filed by somebody with a mandate"),
    Channel.DESK: gettext_lazy("Filed at a desk"),
    Channel.TELEPHONE: gettext_lazy("Filed by telephone"),
    Channel.MAIL: gettext_lazy("Filed by post"),
}
OUTCOMES: dict[str, Promise] = {
    "": gettext_lazy("Awaits its answer"),
    Outcome.UPHELD: gettext_lazy("Upheld: you were right"),
    Outcome.PARTLY: gettext_lazy("Partly upheld"),
    Outcome.REFUSED: gettext_lazy("Refused"),
    Outcome.ENDED: gettext_lazy("The hold ended by itself first"),
    Outcome.WITHDRAWN: gettext_lazy("Withdrawn by you, or for you"),
}
# The same to whoever is not the person: to officials, and in public figures.
RESULTS: dict[str, Promise] = {
    **OUTCOMES,
    Outcome.UPHELD: gettext_lazy("Upheld"),
    Outcome.WITHDRAWN: gettext_lazy("Withdrawn by the person"),
}
RECHECKS: dict[str, Promise] = {
    Recheck.STANDS: gettext_lazy(
        "By what is recorded the ground holds, and the machine does not lift it by itself. An"
        " official looks at it, and decides."
    ),
    Recheck.GONE: gettext_lazy("The ground does not hold any more by what is known now."),
    Recheck.ENDED: gettext_lazy("The ground ended by itself before anybody had looked."),
    Recheck.REVERSED: gettext_lazy("The same cause had been found wrong for everybody."),
}
SEEN: dict[str, Promise] = {
    Seen.NO_LONGER_KEPT: gettext_lazy("What it rests on is no longer kept."),
    Seen.WITHDRAWN: gettext_lazy("The evidence has been withdrawn."),
    Seen.EXPIRED: gettext_lazy("The evidence has expired."),
    Seen.VOIDED: gettext_lazy("The laboratory has voided the result."),
    Seen.ZONE_CHANGED: gettext_lazy("The zone was not in effect at that time, as is known now."),
    Seen.TWO_PLACES: gettext_lazy(
        "The stays of that day are at two places far apart at once: two phones, or none of the"
        " person’s."
    ),
    Seen.NEGATIVE_SINCE: gettext_lazy("There is a negative test since."),
    Seen.SAME_CAUSE: gettext_lazy(
        "Another appeal against the same cause was upheld before. That was decided for that appeal"
        " alone; whoever answers this one sees it."
    ),
}
FINDINGS: dict[str, Promise] = {
    Finding.NOT_THEM: gettext_lazy("It was somebody else."),
    Finding.NOT_THERE: gettext_lazy("The person was not there."),
    Finding.RECORD_WRONG: gettext_lazy("The record is wrong."),
    Finding.CLEARED: gettext_lazy("The person had been cleared already."),
    Finding.NOT_PROVEN: gettext_lazy("It is not proven, and so it does not count."),
    Finding.RECORD_RIGHT: gettext_lazy("The record is right."),
    Finding.THERE: gettext_lazy("The person was there."),
    Finding.RESULT_STANDS: gettext_lazy("The result stands."),
    Finding.NOTHING_NEW: gettext_lazy("Nothing was brought that speaks against it."),
}
# What is told at each step: a headline, and what it means.
STEPS: dict[str, tuple[Promise, Promise]] = {
    Step.FILED: (
        gettext_lazy("Your appeal %(reference)s is filed."),
        gettext_lazy("It is checked again within minutes; then an official of another office"
                     " answers. You need not do anything."),
    ),
    Step.TELEPHONED: (
        gettext_lazy("Your appeal %(reference)s is filed, as you said by telephone."),
        gettext_lazy(
            "It is checked again within minutes; then an official of another office answers. If it"
            " was not you who rang and read out a code, say so at a desk."
        ),
    ),
    Step.MAILED: (
        gettext_lazy("Your appeal %(reference)s is filed, as you wrote by post."),
        gettext_lazy(
            "It is checked again within minutes; then an official of another office answers. If it"
            " was not you who wrote, say so at a desk."
        ),
    ),
    Step.NEEDLESS: (
        gettext_lazy("Your letter came. Nothing restricts you, so nothing had to be filed."),
        gettext_lazy("If something is wrong all the same, or you did not write, say so at a desk."),
    ),
    Step.JOINED: (
        gettext_lazy("What you said was added to your appeal %(reference)s."),
        gettext_lazy("Its clock runs on as before."),
    ),
    Step.JOINED_BY_MAIL: (
        gettext_lazy("What came by post was added to your appeal %(reference)s."),
        gettext_lazy("Its clock runs on as before. If it was not you who wrote, say so at a desk."),
    ),
    Step.STANDS: (
        gettext_lazy("Your appeal %(reference)s was checked again: the ground still holds."),
        gettext_lazy("Now an official looks at it who had nothing to do with it before."),
    ),
    Step.GONE: (
        gettext_lazy("Your appeal %(reference)s is upheld: the ground does not hold any more."),
        gettext_lazy("You have a letter that says so, on the page of your appeal."),
    ),
    Step.ENDED: (
        gettext_lazy("Your appeal %(reference)s is closed: the hold had ended by itself."),
        gettext_lazy("If it was wrong from the beginning, say so at a desk."),
    ),
    Step.ASSIGNED: (
        gettext_lazy("Your appeal %(reference)s lies with an official of another office."),
        gettext_lazy("The page of your appeal shows until when they have to answer."),
    ),
    Step.ESCALATED: (
        gettext_lazy("Your appeal %(reference)s was not answered in time; a higher office has it."),
        gettext_lazy("That nobody answered in time is counted in the public figures."),
    ),
    Step.RELIEVED: (
        gettext_lazy("What you contest has no effect until you are answered."),
        gettext_lazy("Nobody answered your appeal %(reference)s in time. Your status follows at"
                     " once from what is left."),
    ),
    Step.FORWARDED: (
        gettext_lazy("Your appeal %(reference)s went to the province that said it."),
        gettext_lazy("It has 24 hours to answer; otherwise its word has no effect. You are answered"
                     " here."),
    ),
    Step.LABORATORY: (
        gettext_lazy("The laboratory was asked about the result that you contest."),
        gettext_lazy("A laboratory alone corrects its results, so the result counts until it does."
                     " You may be tested again at once, at no cost."),
    ),
    Step.CORRECTED: (
        gettext_lazy("The laboratory has corrected the result that you contested."),
        gettext_lazy("You have a letter that says so, on the page of your appeal %(reference)s."),
    ),
    Step.UPHELD: (
        gettext_lazy("Your appeal %(reference)s is upheld: you were right."),
        gettext_lazy("What was wrong does not count any more, and your status follows at once."
                     " The reasons are on the page of your appeal."),
    ),
    Step.PARTLY: (
        gettext_lazy("Your appeal %(reference)s is partly upheld."),
        gettext_lazy("What was wrong does not count any more. For the rest you may ask another"
                     " office to look."),
    ),
    Step.REFUSED: (
        gettext_lazy("Your appeal %(reference)s is refused."),
        gettext_lazy("The reasons are on the page of your appeal. You may ask another office to"
                     " look, at no cost."),
    ),
    Step.AGAIN: (
        gettext_lazy("Another office will look at your appeal %(reference)s again."),
        gettext_lazy("It has 72 hours. Nobody who answered before takes part."),
    ),
    Step.REVERSED: (
        gettext_lazy("Something that was held against you was wrong, and does not count any more."),
        gettext_lazy("Others contested it, and were right. You need not do anything. You have a"
                     " letter that says so, under “My appeals”."),
    ),
    Step.WITHDRAWN: (
        gettext_lazy("Your appeal %(reference)s was withdrawn."),
        gettext_lazy("Nobody looks at it any more, and what you contested counts. You may appeal"
                     " again, at no cost. If you did not want this, do so, or say so at a desk."),
    ),
}  # fmt: skip
ERASED = gettext_lazy("You were told of an appeal. It is no longer kept.")


@dataclass(frozen=True, slots=True)
class BasisWords:
    """One thing that a ground rests on, as a page shows it."""

    basis: Basis
    what: str
    whose: str
    cause: str


def notice(of: str) -> tuple[str, str]:
    """Return what a notice of an appeal says: a headline, and what it means."""
    step, kind, key = of.split(":")
    reference = ""
    if kind == "appeal":
        found = Appeal.objects.filter(pk=int(key)).values_list("reference", flat=True).first()
        if found is None:
            return str(ERASED), ""
        reference = found
    headline, meaning = STEPS[step]
    told = {"reference": reference}
    return str(headline) % told, str(meaning) % told


def basis(of: Basis) -> BasisWords:
    """Return one thing that a ground rests on in words."""
    return BasisWords(of, str(rules.source(of.kind)), _whose(of), cause(of.cause))


def _whose(of: Basis) -> str:
    if of.issuer:
        return _("From another province: %(province)s") % {"province": province(of.issuer)}
    if of.is_corrected_elsewhere:
        return _("From a laboratory")
    if of.thing == Thing.PIECE:
        return _("Signed by: %(offices)s") % {"offices": _offices(of)} if of.units else ""
    if of.units:
        return _("Found from stays; declared by: %(offices)s") % {"offices": _offices(of)}
    return _("Found by the province itself, from stays")


def _offices(of: Basis) -> str:
    language = get_language() or "en"
    return _("; ").join(named(unit, language) for unit in of.units)


def causes(of: Iterable[str]) -> dict[str, str]:
    """Return causes in words, each zone by its name where it is still known."""
    keys = {one.removeprefix(ZONE): one for one in of}
    references = {key.rpartition("@")[0].rpartition("/")[2] for key in keys if key != keys[key]}
    language = get_language() or "en"
    names = {
        f"{zone.source}/{zone.reference}@{zone.version}": named(zone, language)
        for zone in EffectiveZone.objects.filter(reference__in=references)
    }
    return {one: cause(f"{ZONE}{names[key]}" if key in names else one) for key, one in keys.items()}


def cause(of: str) -> str:
    """Return a cause in words."""
    kind, _colon, rest = of.partition(":")
    said = {
        "zone": _("Zone %(what)s"),
        "division": _("Listed division %(what)s"),
        "case": _("Case %(what)s, and whoever is said to have met it"),
        "contacts": _("Contacts of case %(what)s"),
        "report": _("Report %(what)s"),
        "laboratory": _("Results of the laboratory %(what)s"),
        "tube": _("Pooled sample %(what)s"),
        "issuer": _("Words of the province %(what)s"),
    }
    shown = province(rest) if kind == "issuer" else rest
    if kind == "report":  # whose word it is stands before the number
        shown = rest.partition("/")[2] or rest
    return said[kind] % {"what": shown}


def people(reversal: Reversal) -> str:
    """Say how many people a reversal concerned."""
    n = reversal.people or 0
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}


def returned(_forwarded: Forwarded) -> str:
    """Say that another province could not be asked."""
    return _("That province could not be asked. Your own province answers.")


def province(slug: str) -> str:
    """Return what a province is called, by its slug where it is not known here."""
    if slug == scope.current().slug:
        return slug
    try:
        entry = directory.find(slug)
    except directory.NoSuchProvince:
        return slug
    return str(rules.said({"zh-hans": entry.name_zh, "en": entry.name_en}))
