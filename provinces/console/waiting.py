"""What waits for an official in the rooms of a province, each in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count as Number
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from core.web.waiting import Count, Waiting
from provinces.appeals import queries as appeals
from provinces.citizens import queries as citizens
from provinces.evidence import queries as evidence
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.oversight.auditing import freezing
from provinces.oversight.breaches import queries as breaches
from provinces.oversight.misuse import queries as misuse
from provinces.rules import programme
from provinces.rules import queries as rules
from provinces.zones import queries as zones

from .rules.waiting import ending
from .zoning.listed import lists_to_sign

# So long an official is reminded of what became of their own; nobody keeps what they looked at.
TOLD_FOR = timedelta(days=7)


def zones_to_sign(official: Any, at: datetime) -> Count:
    """Count the zones that await this official's signature."""
    return _since(zones.awaiting_signature(official, at), "declared_at")


def evidence_to_approve(official: Any, at: datetime) -> Count:
    """Count the evidence that awaits this official's signature."""
    return _since(evidence.awaiting_approval(official, at), "proposed_at")


def holds_to_release(official: Any, at: datetime) -> Count:
    """Count what is held of evidence about many, until this official releases or refuses it."""
    found = evidence.holds(official, Power.RELEASE_HOLD, at)
    return _since(found.filter(state="open"), "opened_at")


def consents_to_give(official: Any, at: datetime) -> Count:
    """Count the colleagues who ask this official to let them open a record."""
    return _since(citizens.admissions_to_give(official, at), "asked_at")


def marks_to_sign(official: Any, at: datetime) -> Count:
    """Count the people for whom this official may sign that their record needs more care."""
    return _since(citizens.protections_to_sign(official, at), "proposed_at")


def liftings_to_sign(official: Any, at: datetime) -> Count:
    """Count the people for whom this official may sign that more care ends before its time."""
    return _since(citizens.liftings_to_sign(official, at), "proposed_at")


def emergencies_to_judge(official: Any, at: datetime) -> Count:
    """Count what others opened in emergencies, for this official to judge."""
    return _due(citizens.emergencies_to_review(official, at), "review_by")


def evidence_rejected(official: Any, at: datetime) -> Count:
    """Count what this official has filed and others rejected within the last days."""
    return _since(evidence.rejected_of(official, at - TOLD_FOR), "rejected_at")


def orders_to_release(official: Any, at: datetime) -> Count:
    """Count the orders of this official's office past their end that nobody has released."""
    return _due(evidence.overdue_orders(official, at), "ends_at")


def appeals_to_answer(official: Any, _at: datetime) -> Count:
    """Count the appeals that lie with this official."""
    return _due(appeals.lying_with(official), "answer_by")


def appeals_that_are_late(official: Any, at: datetime) -> Count:
    """Count the appeals of the official's areas that were not answered in time."""
    return _due(appeals.late(official, at), "answer_by")


def reversals_to_sign(official: Any, at: datetime) -> Count:
    """Count the reversals that this official may sign or turn down."""
    return _since(appeals.reversals_to_sign(official, at), "proposed_at")


def drafts_to_sign(official: Any, at: datetime) -> Count:
    """Count the drafts of rule sets that are under review, for whoever may sign them."""
    found = rules.drafts(official, at).exclude(drafted_by=official)
    return _since(found, "submitted_at")


def drafts_sent_back(official: Any, at: datetime) -> Count:
    """Count the official's own drafts of rule sets that were sent back, to be put right."""
    found = rules.drafts(official, at).filter(drafted_by=official, state="sent_back")
    return _since(found, "sent_back_at")


def changes_to_sign(official: Any, at: datetime) -> Count:
    """Count the changes of offices that await this official's signature."""
    return _due(jurisdictions.awaiting_signature(official, at), "expires_at")


def rules_that_end(_official: Any, at: datetime) -> Count:
    """Count the rules in force if they end soon and none are to follow: then nobody is held."""
    end = ending(at)
    return Count(0) if end is None else Count(1, due=end)


def programme_to_renew(_official: Any, at: datetime) -> Count:
    """Count the programme while it can be renewed in time and is not: else it ends by itself."""
    opened = programme.opening(at)
    return Count(1, due=opened.until) if opened and opened.until else Count(0)


def renewals_to_sign(official: Any, at: datetime) -> Count:
    """Count what another official proposed, that the programme go on."""
    opened = programme.opening(at)
    renewal = programme.proposed(opened)
    if opened is None or renewal is None or renewal.proposed_by_id == official.pk:
        return Count(0)
    return Count(1, since=renewal.proposed_at, due=opened.until)


def misuse_to_examine(official: Any, _at: datetime) -> Count:
    """Count the misuse cases that lie with this auditor."""
    return _since(misuse.waiting_for(official), "opened_at")


def freezes_to_prolong(official: Any, at: datetime) -> Count:
    """Count what another office's auditor has wait, and this one may have wait longer."""
    return _due(freezing.prolongable(official, at), "ends_at")


def breaches_to_close(official: Any, at: datetime) -> Count:
    """Count the breaches of which another office said what was done, for this one to close."""
    return _since(breaches.to_close(official, at), "proposed_at")


def suspensions_advised(official: Any, at: datetime) -> Count:
    """Count the officials whom auditors advise to suspend, and about whom this one decides."""
    found = misuse.to_suspend(official, at)
    return Count(len(found), since=min((each.at for each in found), default=None))


ROOMS = (
    Waiting(_("Zones to sign or refuse"), "console:zones", {Power.COUNTERSIGN_ZONE}, zones_to_sign),
    Waiting(
        _("Lists of divisions to sign or refuse"),
        "console:division-lists",
        {Power.COUNTERSIGN_ZONE},
        lists_to_sign,
    ),
    Waiting(
        _("Evidence to approve or reject"),
        "console:evidence-waiting",
        {Power.APPROVE_EVIDENCE},
        evidence_to_approve,
    ),
    Waiting(
        _("Evidence of mine rejected within a week"),
        "console:evidence-mine",
        {Power.PROPOSE_EVIDENCE},
        evidence_rejected,
    ),
    Waiting(
        _("Evidence held back, to release"),
        "console:holds",
        {Power.RELEASE_HOLD},
        holds_to_release,
    ),
    Waiting(
        _("Emergencies to judge"),
        "console:emergencies",
        {Power.REVIEW_ACCESS},
        emergencies_to_judge,
    ),
    Waiting(
        _("Colleagues who ask for consent"),
        "console:consents",
        {Power.REVIEW_ACCESS},
        consents_to_give,
    ),
    Waiting(
        _("People who need more care, to sign"),
        "console:consents",
        {Power.REVIEW_ACCESS},
        marks_to_sign,
    ),
    Waiting(
        _("People shown with more care, to be shown as any other again"),
        "console:consents",
        {Power.REVIEW_ACCESS},
        liftings_to_sign,
    ),
    Waiting(
        _("Orders past their end to release"),
        "console:orders-overdue",
        {Power.PROPOSE_EVIDENCE},
        orders_to_release,
    ),
    Waiting(
        _("Appeals that lie with me"), "console:appeals", {Power.REVIEW_APPEAL}, appeals_to_answer
    ),
    Waiting(
        _("Appeals not answered in time"),
        "console:appeals",
        {Power.REVIEW_APPEAL_AGAIN},
        appeals_that_are_late,
    ),
    Waiting(
        _("Reversals to sign or refuse"),
        "console:appeals",
        {Power.REVIEW_APPEAL},
        reversals_to_sign,
    ),
    Waiting(_("Drafts of rule sets to sign"), "console:rules", {Power.SIGN_RULES}, drafts_to_sign),
    Waiting(
        _("Drafts of rule sets sent back to me"),
        "console:rules",
        {Power.DRAFT_RULES},
        drafts_sent_back,
    ),
    Waiting(
        _("Changes of offices to sign"),
        "console:office-changes",
        {Power.GRANT_OFFICE},
        changes_to_sign,
    ),
    Waiting(
        _("Rules that end, with none to follow"),
        "console:rules",
        {Power.DRAFT_RULES},
        rules_that_end,
    ),
    Waiting(
        _("The programme ends unless it is renewed"),
        "console:rules-programme",
        {Power.DRAFT_RULES, Power.SIGN_RULES},
        programme_to_renew,
    ),
    Waiting(
        _("A renewal of the programme to sign"),
        "console:rules-programme",
        {Power.SIGN_RULES},
        renewals_to_sign,
    ),
    Waiting(_("Misuse cases to examine"), "console:misuse", {Power.AUDIT}, misuse_to_examine),
    Waiting(
        _("Freezes of other offices that end"),
        "console:freezes",
        {Power.AUDIT},
        freezes_to_prolong,
    ),
    Waiting(_("Breaches to close"), "console:breaches", {Power.INCIDENT}, breaches_to_close),
    Waiting(
        _("Suspensions that auditors advise"),
        "console:office-changes",
        {Power.GRANT_OFFICE},
        suspensions_advised,
    ),
)


def _since(found: QuerySet[Any], moment: str) -> Count:
    told = _plain(found).aggregate(number=Number("pk"), first=Min(moment))
    return Count(told["number"], since=told["first"])


def _due(found: QuerySet[Any], moment: str) -> Count:
    told = _plain(found).aggregate(number=Number("pk"), first=Min(moment))
    return Count(told["number"], due=told["first"])


def _plain(found: QuerySet[Any]) -> QuerySet[Any]:
    """Return what is counted without what a list of it would show."""
    return found.order_by().select_related(None).prefetch_related(None)
