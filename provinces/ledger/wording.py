"""What each kind of entry of the public feed is called for people."""

from django.utils.translation import gettext_lazy as _

from .kinds import Kind

WORDING = {
    Kind.ZONE_EFFECTIVE: _("A zone is in effect, as stated here and no longer as before"),
    Kind.ZONE_ENDED: _("A zone was corrected away: it is as if it had never been"),
    Kind.RULESET_PUBLISHED: _("A rule set was published"),
    Kind.RULESET_WITHDRAWN: _("A rule set in notice was withdrawn"),
    Kind.POLICY_PUBLISHED: _("A policy of entry was published"),
    Kind.OFFER_ANSWERED: _("A neighbour's zone on this province's ground was answered"),
    Kind.TREATY_PROPOSED: _("A treaty on ground at the border was proposed"),
    Kind.TREATY_SIGNED: _("A treaty on ground at the border was signed by this province"),
    Kind.TREATY_ENDED: _("A treaty on ground at the border was ended"),
    Kind.CONFLICT_OPENED: _("Zones of two provinces tie on the same ground"),
    Kind.CONFLICT_SETTLED: _("A conflict at the border was settled"),
    Kind.CONFLICT_ESCALATED: _(
        "A conflict at the border was not settled in time; the panel has it"
    ),
    Kind.MEMBERSHIP: _("A version of the federation's membership was taken"),
    Kind.FIGURES_PUBLISHED: _("Figures for the public were published"),
    Kind.ASSERTIONS_HELD: _("Assertions of another province were held back"),
    Kind.ASSERTIONS_RELEASED: _("Assertions that were held back were released"),
    Kind.ASSERTION_SUSPENDED: _("A contested assertion was left unanswered and is suspended"),
    Kind.CONFORMANCE_SCORED: _("The province's security baseline was scored"),
    Kind.MAP_RESOLVED: _("The zones in effect at the borders were resolved"),
}
