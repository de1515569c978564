"""What was decided about people, what they were told, and what they said against it."""

from django.utils.translation import gettext_lazy as _

from . import grounds
from .shapes import Ending, Kept, Lasts, Owner

TOLD = (
    Kept(
        "outcomes",
        _("Decisions about you, with their reasons and the facts they rest on"),
        ("status.Outcome",),
        grounds.RIGHTS,
        Owner.HEALTH,
        Lasts(
            _("%(days)s days; longer while it is in force, or contested"), "RETENTION_OUTCOME_DAYS"
        ),
        Ending.ERASED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "passes",
        _("That a pass was issued for a day, on paper or for a journey; live codes leave nothing"),
        ("passes.Issued",),
        grounds.DUTY,
        Owner.HEALTH,
        Lasts(_("%(days)s day after the pass has ended"), "PASSES_KEEP_DAYS"),
        Ending.DROPPED,
        by="provinces.passes.services.drop_before",
    ),
    Kept(
        "shown",
        _("That you show a live code by which you can be asked about"),
        ("passes.Shown",),
        grounds.CONSENT,
        Owner.HEALTH,
        Lasts(_("Minutes, until the code is over")),
        Ending.DROPPED,
        by="provinces.passes.services.forget_shown",
    ),
    Kept(
        "notices",
        _("What you were told on your page"),
        ("notices.Notice", "notices.Delivery"),
        grounds.RIGHTS,
        Owner.HEALTH,
        Lasts(_("%(days)s days"), "RETENTION_NOTICE_DAYS"),
        Ending.DROPPED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "appeals",
        _("Your appeals, what you said and brought, and the answers"),
        (
            "appeals.Appeal", "appeals.Basis", "appeals.Statement", "appeals.Attachment",
            "appeals.Letter", "appeals.LaboratoryQuery", "appeals.Forwarded", "appeals.Review",
        ),
        grounds.RIGHTS,
        Owner.HEALTH,
        Lasts(_("%(days)s days after the last answer"), "APPEALS_KEEP_DAYS"),
        Ending.DROPPED,
        by="provinces.appeals.services.drop_answered",
    ),
    Kept(
        "lawful",
        _("What authorities asked about you, and what they were given"),
        ("oversight.LawfulRequest", "oversight.LawfulAnswer"),
        grounds.DUTY,
        Owner.SECURITY,
        Lasts(_("%(days)s days after you were told"), "RETENTION_LAWFUL_DAYS"),
        Ending.DROPPED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "breaches",
        _("That your record was read by somebody who should not have"),
        ("oversight.BreachPerson",),
        grounds.RIGHTS,
        Owner.SECURITY,
        Lasts(_("%(days)s days after you were told"), "RETENTION_BREACH_DAYS"),
        Ending.DROPPED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "misuse",
        _("Misuse cases that your data are in, and what an auditor made of them"),
        ("oversight.Case", "oversight.CaseSubject"),
        grounds.RIGHTS,
        Owner.SECURITY,
        Lasts(_("%(days)s days after the case was closed"), "RETENTION_MISUSE_DAYS"),
        Ending.DROPPED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "access",
        _("Who looked at your record, when, why and in which office"),
        ("ledger.Payload",),
        grounds.RIGHTS,
        Owner.SECURITY,
        Lasts(_("%(days)s days"), "RETENTION_ACCESS_DAYS"),
        Ending.ERASED,
        by="provinces.retention.services.purge",
    ),
    Kept(
        "payloads",
        _("All else that was recorded of what was done, by whom and about whom"),
        ("ledger.Payload",),
        grounds.LOGS,
        Owner.SECURITY,
        Lasts(_("%(days)s days"), "RETENTION_PAYLOAD_DAYS"),
        Ending.ERASED,
        by="provinces.retention.services.purge",
    ),
)  # fmt: skip
