"""Every role, on one page: what it is called, who should hold it, and its powers."""

from __future__ import annotations

from dataclasses import dataclass

from .powers import Power


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of powers that an office carries."""

    key: str
    name_zh: str
    name_en: str
    holder: str
    powers: frozenset[Power]


EPIDEMIOLOGIST = Role(
    "epidemiologist",
    "流行病学调查员",
    "Epidemiologist",
    "Draws zones from case evidence and files it, in the county or prefecture where they work.",
    frozenset(
        {
            Power.VIEW_FIGURES,
            Power.BREAK_GLASS,
            Power.DECLARE_ZONE,
            Power.PROPOSE_EVIDENCE,
            Power.WATCH_RUNS,
        }
    ),
)
REVIEWER = Role(
    "reviewer",
    "复核员",
    "Reviewer",
    "Gives the second signature; sits in another office than those whose work they sign.",
    frozenset(
        {
            Power.VIEW_FIGURES,
            Power.REVIEW_ACCESS,
            Power.COUNTERSIGN_ZONE,
            Power.APPROVE_EVIDENCE,
            Power.WATCH_RUNS,
        }
    ),
)
HIGH_REVIEWER = Role(
    "high_reviewer",
    "上级复核员",
    "Reviewer of a higher office",
    "Signs what is above a county's cap: large zones, and zones that reach far back; for a whole"
    " province its rule sets and agreements with other provinces, too; releases what was held.",
    frozenset(
        {
            Power.VIEW_FIGURES,
            Power.REVIEW_ACCESS,
            Power.COUNTERSIGN_ZONE,
            Power.COUNTERSIGN_LARGE_ZONE,
            Power.APPROVE_EVIDENCE,
            Power.SIGN_RULES,
            Power.SIGN_AGREEMENTS,
            Power.RELEASE_HOLD,
            Power.WATCH_RUNS,
        }
    ),
)
RULE_DRAFTER = Role(
    "rule_drafter",
    "规则起草员",
    "Drafter of rules",
    "Drafts the rule sets of a whole province; signs none.",
    frozenset({Power.VIEW_FIGURES, Power.DRAFT_RULES, Power.WATCH_RUNS}),
)
CASE_OFFICER = Role(
    "case_officer",
    "个案管理员",
    "Case officer",
    "Looks after people under order or in treatment, in their area or assigned to it.",
    frozenset(
        {
            Power.VIEW_FIGURES,
            Power.VIEW_PERSON,
            Power.BREAK_GLASS,
            Power.PROPOSE_EVIDENCE,
            Power.ANSWER_CONTEST,
            Power.HAND_OVER,
        }
    ),
)
FEDERATION_OFFICER = Role(
    "federation_officer",
    "跨省协作员",
    "Federation officer",
    "Keeps up the province's ties with others: members, treaties, conflicts at the border; signs"
    " none of them.",
    frozenset({Power.VIEW_FIGURES, Power.MANAGE_PEERS, Power.ANSWER_CONTEST, Power.WATCH_RUNS}),
)
DESK_CLERK = Role(
    "desk_clerk",
    "窗口工作人员",
    "Desk clerk",
    "Serves people without a phone at a desk.",
    frozenset({Power.VIEW_PERSON, Power.ENROL_PERSON}),
)
SITE_CLERK = Role(
    "site_clerk",
    "采样点工作人员",
    "Site clerk",
    "Receives people at a test site and takes samples; sees who is expected today, and no record.",
    frozenset({Power.RUN_SITE}),
)
ORDER_CHECKER = Role(
    "order_checker",
    "隔离核查员",
    "Order checker",
    "Asks, by the pass that somebody shows, whether they are under an order of isolation: yes or"
    " no, and until when; sees nothing else.",
    frozenset({Power.CHECK_ORDER}),
)
VENUE_REGISTRAR = Role(
    "venue_registrar",
    "场所备案员",
    "Venue registrar",
    "Registers the venues of their area at which one can check in, and closes them; sees nobody who"
    " checked in.",
    frozenset({Power.MANAGE_VENUES}),
)
APPEALS_OFFICER = Role(
    "appeals_officer",
    "申诉受理员",
    "Appeals officer",
    "Answers appeals; sits in another office than whoever filed or signed what is contested.",
    frozenset({Power.VIEW_FIGURES, Power.VIEW_PERSON, Power.REVIEW_APPEAL}),
)
HIGH_APPEALS_OFFICER = Role(
    "high_appeals_officer",
    "申诉复查员",
    "Appeals officer of a higher office",
    "Looks at appeals a second time, and at those that nobody answered in time; sits in another"
    " office than whoever answered first.",
    frozenset(
        {
            Power.VIEW_FIGURES,
            Power.VIEW_PERSON,
            Power.REVIEW_APPEAL,
            Power.REVIEW_APPEAL_AGAIN,
        }
    ),
)
AUDITOR = Role(
    "auditor",
    "审计员",
    "Auditor",
    "Reads what was done and by whom; changes nothing.",
    frozenset({Power.VIEW_FIGURES, Power.WATCH_RUNS, Power.AUDIT}),
)
ADMINISTRATOR = Role(
    "administrator",
    "管理员",
    "Administrator",
    "Grants offices and watches the nightly run; reads no person's record.",
    frozenset({Power.VIEW_FIGURES, Power.WATCH_RUNS, Power.START_RUN, Power.GRANT_OFFICE}),
)
OPERATIONS_CONTRACTOR = Role(
    "operations_contractor",
    "运维外包人员",
    "Operations contractor",
    "Keeps runs, queues, exchange and engines going; every field about a person is masked.",
    frozenset({Power.WATCH_RUNS}),
)
INCIDENT_OFFICER = Role(
    "incident_officer",
    "应急值守员",
    "Incident officer",
    "On call for a whole province: switches a part of the service off at once, signs what another"
    " office would prolong or end, and sees a breach through; reads no person's record.",
    frozenset({Power.INCIDENT}),
)
LEGAL_OFFICER = Role(
    "legal_officer",
    "法务专员",
    "Legal officer",
    "Receives or examines what authorities ask about one person, never both; sees no record, and"
    " hands over the file that was granted.",
    frozenset({Power.LAWFUL_REQUESTS}),
)

ROLES = {
    role.key: role
    for role in (
        EPIDEMIOLOGIST,
        REVIEWER,
        HIGH_REVIEWER,
        RULE_DRAFTER,
        CASE_OFFICER,
        FEDERATION_OFFICER,
        DESK_CLERK,
        SITE_CLERK,
        ORDER_CHECKER,
        VENUE_REGISTRAR,
        APPEALS_OFFICER,
        HIGH_APPEALS_OFFICER,
        AUDITOR,
        ADMINISTRATOR,
        OPERATIONS_CONTRACTOR,
        INCIDENT_OFFICER,
        LEGAL_OFFICER,
    )
}

# Who may grant what. Whoever grants offices of a part of the province grants those that serve it;
# what reviews, audits or administers others is granted by whoever does so for the whole province.
# A role that is not listed here is of the second kind.
OF_A_PART = frozenset(
    role.key
    for role in (
        EPIDEMIOLOGIST,
        REVIEWER,
        CASE_OFFICER,
        DESK_CLERK,
        SITE_CLERK,
        ORDER_CHECKER,
        VENUE_REGISTRAR,
        APPEALS_OFFICER,
    )
)
# Whatever an auditor may freeze comes about by one of these.
AUDITED = (
    Power.PROPOSE_EVIDENCE,
    Power.APPROVE_EVIDENCE,
    Power.DECLARE_ZONE,
    Power.COUNTERSIGN_ZONE,
    Power.COUNTERSIGN_LARGE_ZONE,
    Power.DRAFT_RULES,
    Power.SIGN_RULES,
)
# Powers that one official never has together, by whatever offices.
APART = (
    frozenset({Power.GRANT_OFFICE, Power.VIEW_PERSON}),
    frozenset({Power.AUDIT, Power.VIEW_PERSON}),
    frozenset({Power.AUDIT, Power.GRANT_OFFICE}),
    # Nobody looks into what they have filed, signed or drafted themselves.
    *(frozenset({Power.AUDIT, power}) for power in AUDITED),
)
# Whoever works for somebody else than the province holds nothing besides.
ALONE = frozenset({OPERATIONS_CONTRACTOR.key})


def grantable(*, of_the_whole: bool) -> frozenset[str]:
    """Return the roles that somebody grants: of a part of the province, or of the whole of it."""
    return frozenset(ROLES) if of_the_whole else OF_A_PART


def fit_together(held: frozenset[str], wanted: str) -> bool:
    """Tell whether one official may hold a role besides those that they hold."""
    others = held - {wanted}
    if others and (ALONE & (others | {wanted})):
        return False
    powers = frozenset[Power]().union(*(ROLES[role].powers for role in (*others, wanted)))
    return not any(pair <= powers for pair in APART)
