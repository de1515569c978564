"""Every power in the system, on one page."""

from enum import StrEnum


class Power(StrEnum):
    """One thing an office allows, in its area and below."""

    VIEW_FIGURES = "view_figures"
    VIEW_PERSON = "view_person"
    ENROL_PERSON = "enrol_person"
    BREAK_GLASS = "break_glass"
    REVIEW_ACCESS = "review_access"
    DECLARE_ZONE = "declare_zone"
    COUNTERSIGN_ZONE = "countersign_zone"
    COUNTERSIGN_LARGE_ZONE = "countersign_large_zone"
    PROPOSE_EVIDENCE = "propose_evidence"
    APPROVE_EVIDENCE = "approve_evidence"
    DRAFT_RULES = "draft_rules"
    SIGN_RULES = "sign_rules"
    WATCH_RUNS = "watch_runs"
    START_RUN = "start_run"
    GRANT_OFFICE = "grant_office"
    MANAGE_PEERS = "manage_peers"
    SIGN_AGREEMENTS = "sign_agreements"
    ANSWER_CONTEST = "answer_contest"
    RELEASE_HOLD = "release_hold"
    HAND_OVER = "hand_over"
    RUN_SITE = "run_site"
    CHECK_ORDER = "check_order"
    MANAGE_VENUES = "manage_venues"
    REVIEW_APPEAL = "review_appeal"
    REVIEW_APPEAL_AGAIN = "review_appeal_again"
    AUDIT = "audit"
