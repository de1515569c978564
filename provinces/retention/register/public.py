"""What says nothing of any person: public acts, seals, and the machinery."""

from django.utils.translation import gettext_lazy as _

from . import grounds
from .shapes import Ending, Kept, Lasts, Owner

FOR_GOOD = Lasts(_("For good"))
WHILE_USED = Lasts(_("As long as it is in use"))

PUBLIC = (
    Kept(
        "seals",
        _("Commitments, seals and signed heads of the ledger, and what the province published"),
        (
            "ledger.Entry", "ledger.FeedEntry", "ledger.Blob", "ledger.Unsealed", "ledger.Leaf",
            "ledger.HashTile", "ledger.TreeHead", "ledger.Cosignature", "status.Decision",
            "retention.Purge",
        ),
        grounds.NONE,
        Owner.SECURITY,
        FOR_GOOD,
        Ending.PUBLIC,
        is_personal=False,
    ),
    Kept(
        "acts",
        _(
            "Zones, lists of divisions, rule sets, reversals, entry policies, what was switched off"
            " and breaches, with who signed"
        ),
        (
            "zones.Commuting", "zones.CommutingRange", "zones.Zone", "zones.Version",
            "zones.Lifting",
            "zones.EffectiveZone", "zones.ZoneRange", "zones.Territory", "zones.DivisionRisk",
            "zones.DivisionList", "zones.Division", "zones.DivisionRange", "zones.Listing",
            "rules.Ruleset", "rules.Withdrawal", "rules.Draft", "rules.Renewal",
            "rules.ProgrammeTerm", "rules.EarlyEnd", "appeals.Reversal",
            "passes.HostPolicy", "passes.TrustedKey", "oversight.Switch", "oversight.SwitchChange",
            "oversight.Breach",
            "evidence.Batch", "evidence.Hold",
        ),
        grounds.PUBLICITY,
        Owner.HEALTH,
        FOR_GOOD,
        Ending.PUBLIC,
        is_personal=False,
    ),
    Kept(
        "figures",
        _("Figures for the public, freezes by auditors, and checks of the ledger"),
        ("oversight.Figure", "oversight.Freeze", "oversight.LedgerCheck"),
        grounds.PUBLICITY,
        Owner.SECURITY,
        FOR_GOOD,
        Ending.PUBLIC,
        is_personal=False,
    ),
    Kept(
        "venues",
        _("Venues at which one can check in, and who answers for them"),
        ("presence.Venue",),
        grounds.PUBLICITY,
        Owner.HEALTH,
        Lasts(_("%(days)s days after the venue was closed"), "PRESENCE_VENUE_DAYS"),
        Ending.DROPPED,
        by="provinces.presence.services.forget_venues",
        is_personal=False,
    ),
    Kept(
        "machinery",
        _("Recomputes in numbers, areas, test sites and laboratories, and the program's own lists"),
        (
            "status.Run", "status.Shard", "status.Trial", "presence.Cell",
            "exposure.CommutersFollowed", "jurisdictions.Area", "screening.Laboratory",
            "screening.Laboratory_sites", "screening.LaboratoryKey", "screening.Site",
            "screening.Slot", "citizens.Canary",
            "contenttypes.ContentType", "auth.Permission", "auth.Group", "auth.Group_permissions",
            "oauth2_provider.Application", "passes.Carrier", "passes.RelayedList",
        ),
        grounds.NONE,
        Owner.SECURITY,
        WHILE_USED,
        Ending.REPLACED,
        is_personal=False,
    ),
    Kept(
        "federation",
        _("What provinces agree on, offer, and have read of one another; in it no person"),
        (
            "peers.Membership", "peers.Peer", "peers.Nonce", "peers.Restored",
            "peers.ExpiryWarning", "borders.Held", "borders.Conflict", "borders.ResolvedMap",
            "borders.PeerMap", "borders.HandedDown", "borders.HandedPart", "borders.OwnOutcome",
            "borders.CompiledZone", "borders.Offer", "borders.Treaty", "borders.EntryPolicy",
            "casework.Hold", "casework.HoldElsewhere", "casework.Line", "casework.PeerScore",
            "casework.PeerPurposes",
            "sync.Cursor", "sync.Imported", "sync.ImportedBlob", "sync.Fork", "sync.Refusal",
            "sync.Witnessed", "sync.Heard", "sync.Hint",
        ),
        grounds.PUBLICITY,
        Owner.FEDERATION,
        FOR_GOOD,
        Ending.PUBLIC,
        is_personal=False,
    ),
)  # fmt: skip
