"""The lists of officials by hand: SQL as somebody writes it who knows the tables.

A page is its rows and the figures that stand with them, as of one moment and in the same order.
Whom an official reaches is who lives in the subtree, and who is assigned to it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

# Whether a person `c` who lives in `a` is within reach.
REACHED = """
(a.path LIKE %(below)s
 OR EXISTS (SELECT FROM citizens_caseassignment s JOIN jurisdictions_area t ON t.id = s.area_id
            WHERE s.citizen_id = c.id AND t.path LIKE %(below)s AND %(power)s = ANY(s.powers)
              AND s.starts_at <= %(now)s AND s.ends_at > %(now)s))
"""
# Whom nobody protected, or a second official let this one open within the hour.
UNGUARDED = """
(NOT EXISTS (SELECT FROM citizens_protection g
             WHERE g.citizen_id = e.citizen_id AND g.signed_at <= %(now)s AND g.ends_at > %(now)s)
 OR EXISTS (SELECT FROM citizens_admission l
            WHERE l.citizen_id = e.citizen_id AND l.asked_by_id = %(me)s
              AND l.given_at <= %(now)s AND l.given_at > %(now)s - interval '1 hour'))
"""
PERSON = """
JOIN citizens_citizen c ON c.id = e.citizen_id JOIN jurisdictions_area a ON a.id = c.area_id
"""
PIECE = """
SELECT e.id, e.evidence_class, e.source, e.proposed_unit, e.proposed_at, e.happened_at, e.state,
       e.expires_at, e.withdrawn_at, e.ended_at, e.citizen_id, c.reference, a.name_zh, a.name_en
"""
IS_CASE = "('confirmed_case', 'asymptomatic_case', 'suspected_case')"
IS_CONTACT = """
('close_contact', 'secondary_contact', 'general_contact', 'goods_contact', 'flight_companion',
 'coach_companion', 'train_companion')
"""
TO_SIGN = f"""
FROM evidence_evidence e {PERSON} LEFT JOIN evidence_hold h ON h.id = e.hold_id
WHERE e.state = 'awaiting' AND e.expires_at > %(now)s AND e.proposed_by_id <> %(me)s
  AND (e.hold_id IS NULL OR h.state = 'released') AND {REACHED}
"""
CASES = f"""
FROM evidence_evidence e {PERSON}
WHERE e.evidence_class IN {IS_CASE} AND e.state = 'in_force' AND {REACHED} AND {UNGUARDED}
"""
# Of a case: how many contacts rest on it, how many of them close, and when the last was told; and
# the positive result that showed it.
OF_A_CASE = """
LEFT JOIN LATERAL (
  SELECT count(*) AS resting, count(told.at) AS told, max(told.at) AS last_told_at,
         count(*) FILTER (WHERE r.evidence_class = 'close_contact') AS close
  FROM evidence_evidence r LEFT JOIN LATERAL (
    SELECT min(n.created_at) AS at FROM notices_notice n WHERE n.citizen_id = r.citizen_id
      AND n.kind IN ('began', 'changed') AND n.created_at >= r.in_force_at) told ON true
  WHERE r.case_id = p.id AND r.in_force_at <= %(now)s AND r.expires_at > %(now)s
    AND (r.withdrawn_at IS NULL OR r.withdrawn_at > %(now)s)) contact ON true
LEFT JOIN LATERAL (
  SELECT min(t.resulted_at) AS positive_at FROM screening_result t
  WHERE t.citizen_id = p.citizen_id AND t.outcome = 'positive' AND NOT t.pooled
    AND t.resulted_at >= p.happened_at - interval '7 days' AND t.resulted_at <= %(now)s
    AND t.received_at <= %(now)s AND (t.voided_at IS NULL OR t.voided_at > %(now)s)
    AND (t.lapses_at IS NULL OR t.lapses_at > %(now)s)) result ON true
"""
CONTACTS = f"""
FROM evidence_evidence e {PERSON}
WHERE e.evidence_class IN {IS_CONTACT} AND {REACHED} AND {UNGUARDED}
"""
OVERDUE = f"""
FROM evidence_evidence e {PERSON}
WHERE e.ends_at <= %(now)s AND e.ended_at IS NULL AND e.in_force_at <= %(now)s
  AND e.expires_at > %(now)s AND e.withdrawn_at IS NULL AND {REACHED}
"""
IS_OPEN = "(e.answered_at IS NULL OR (e.again_at IS NOT NULL AND e.again_answered_at IS NULL))"
APPEALS = f"FROM appeals_appeal e {PERSON} WHERE {IS_OPEN} AND {REACHED}"
ZONES = """
FROM zones_version v JOIN zones_zone z ON z.id = v.zone_id
JOIN jurisdictions_area a ON a.id = z.area_id WHERE a.path LIKE %(below)s
"""
HOLDS = """
FROM evidence_hold h JOIN jurisdictions_area a ON a.id = h.area_id WHERE a.path LIKE %(below)s
"""
KIND = " AND (%(kind)s = '' OR e.evidence_class = %(kind)s)"
TEAM = " AND (%(team)s = '' OR e.proposed_unit = %(team)s)"
PAGE = "LIMIT %(size)s OFFSET %(from)s"
# What a list is narrowed by, each with its number: its sum is how many there are.
BY_KIND = "SELECT e.evidence_class, e.proposed_unit, count(*)"
GROUPED = "GROUP BY e.evidence_class, e.proposed_unit"
COUNTED = "SELECT count(*), min({})"

STATEMENTS: dict[str, tuple[str, ...]] = {
    "evidence-waiting": (
        f"{BY_KIND} {TO_SIGN} {GROUPED}",
        f"{PIECE} {TO_SIGN} AND e.batch_id IS NULL {KIND} {TEAM} ORDER BY e.proposed_at {PAGE}",
        "SELECT b.id, b.evidence_class, b.filed_unit, b.filed_at, n.waiting FROM evidence_batch b"
        f" JOIN (SELECT e.batch_id, count(*) AS waiting {TO_SIGN} AND e.batch_id IS NOT NULL"
        "       GROUP BY e.batch_id) n ON n.batch_id = b.id ORDER BY b.filed_at, b.id LIMIT 50",
    ),
    "cases": (
        f"{BY_KIND} {CASES} {GROUPED}",
        f"SELECT * FROM ({PIECE} {CASES} {KIND} {TEAM}"
        f" ORDER BY e.happened_at DESC, e.id DESC {PAGE}) p {OF_A_CASE}"
        " ORDER BY p.happened_at DESC, p.id DESC",
    ),
    "contacts": (
        f"{BY_KIND} {CONTACTS} {GROUPED}",
        f"{PIECE} {CONTACTS} {KIND} {TEAM} ORDER BY e.id DESC {PAGE}",
    ),
    "appeals": (
        f"SELECT count(*), count(*) FILTER (WHERE e.answer_by <= %(now)s) {APPEALS}",
        "SELECT e.reference, e.answer_by, a.name_zh, a.name_en, r.unit FROM appeals_review r"
        f" JOIN appeals_appeal e ON e.id = r.appeal_id {PERSON} WHERE {IS_OPEN}"
        " AND r.reviewer_id = %(me)s AND r.answered_at IS NULL AND r.released_at IS NULL"
        " ORDER BY e.answer_by, e.id",
        "SELECT p.*, r.unit FROM (SELECT e.id, e.reference, e.answer_by, e.again_answer_by,"
        f" a.name_zh, a.name_en {APPEALS} ORDER BY e.answer_by, e.id {PAGE}) p"
        " LEFT JOIN appeals_review r ON r.appeal_id = p.id AND r.answered_at IS NULL"
        "  AND r.released_at IS NULL ORDER BY p.answer_by, p.id",
        "SELECT id, cause, proposed_unit FROM appeals_reversal WHERE signed_at IS NULL"
        " AND refused_at IS NULL ORDER BY proposed_at",
    ),
    "appeal-causes": (
        "SELECT b.cause, count(DISTINCT e.id),"
        f" count(DISTINCT e.id) FILTER (WHERE {IS_OPEN}),"
        " count(DISTINCT e.id) FILTER (WHERE b.overturned_at IS NOT NULL)"
        f" FROM appeals_basis b JOIN appeals_appeal e ON e.id = b.appeal_id {PERSON}"
        f" WHERE {REACHED} GROUP BY b.cause ORDER BY 3 DESC, 2 DESC, 1 LIMIT 50",
    ),
    "zones": (
        f"SELECT count(*) {ZONES}",
        "SELECT v.id, v.number, v.level, v.state, v.starts_at, v.ends_at, v.lifted_at,"
        " z.name_zh, z.name_en,"
        " (SELECT l.starts_at FROM zones_version l WHERE l.zone_id = v.zone_id"
        "  AND l.number > v.number AND l.state = 'in_force' ORDER BY l.starts_at LIMIT 1)"
        f" {ZONES} ORDER BY v.declared_at DESC, v.id DESC {PAGE}",
    ),
    "holds": (
        f"SELECT count(*) {HOLDS}",
        "SELECT h.id, h.unit, h.why, h.count, h.opened_at, h.state, a.name_zh, a.name_en"
        f" {HOLDS} ORDER BY h.state <> 'open', h.id DESC {PAGE}",
    ),
    "people-in-care": (
        "SELECT s.id, s.because, s.ends_at, c.reference, a.name_zh, a.name_en"
        " FROM citizens_caseassignment s JOIN jurisdictions_area a ON a.id = s.area_id"
        " JOIN citizens_citizen c ON c.id = s.citizen_id WHERE a.path LIKE %(below)s"
        " AND %(power)s = ANY(s.powers) AND s.starts_at <= %(now)s AND s.ends_at > %(now)s"
        " ORDER BY s.ends_at, s.id LIMIT 50",
    ),
    "freezes": (
        "SELECT e.id, e.evidence_class, e.proposed_unit, e.proposed_at, c.reference, u.full_name"
        f" FROM evidence_evidence e {PERSON} LEFT JOIN accounts_user u ON u.id = e.proposed_by_id"
        " WHERE a.path LIKE %(below)s AND e.state = 'awaiting' AND NOT EXISTS"
        " (SELECT FROM oversight_freeze f WHERE f.key = e.id AND f.thing = 'piece')"
        " ORDER BY e.id LIMIT 100",
        f"SELECT v.id, v.declared_unit, z.name_zh, z.name_en {ZONES} AND v.state = 'awaiting' AND"
        " NOT EXISTS (SELECT FROM oversight_freeze f WHERE f.key = v.id AND f.thing = 'zone')"
        " ORDER BY v.id LIMIT 100",
        "SELECT f.id, f.thing, f.because, f.frozen_unit, f.ends_at, u.full_name"
        " FROM oversight_freeze f JOIN accounts_user u ON u.id = f.frozen_by_id"
        " WHERE f.lifted_at IS NULL AND f.ends_at > %(now)s AND CASE f.thing"
        "  WHEN 'piece' THEN EXISTS (SELECT FROM evidence_evidence e"
        f"   {PERSON} WHERE e.id = f.key AND a.path LIKE %(below)s)"
        f"  ELSE EXISTS (SELECT {ZONES} AND v.id = f.key) END ORDER BY f.ends_at, f.id",
    ),
    "home of an epidemiologist": (
        f"{COUNTED.format('e.ends_at')} {OVERDUE}",
        "SELECT count(*) FROM citizens_citizen c JOIN jurisdictions_area a ON a.id = c.area_id"
        " WHERE a.path LIKE %(below)s"
        " AND NOT EXISTS (SELECT FROM citizens_departure d WHERE d.citizen_id = c.id)",
        "SELECT count(*) FROM (SELECT unnest(citizens) AS citizen_id FROM exposure_exposure) e"
        f" {PERSON} WHERE a.path LIKE %(below)s",
        f"SELECT e.status, count(*) FROM status_current e {PERSON} WHERE a.path LIKE %(below)s"
        " AND e.until > %(now)s GROUP BY e.status",
    ),
    "home of a reviewer": (
        f"{COUNTED.format('e.proposed_at')} {TO_SIGN}",
        f"{COUNTED.format('h.opened_at')} {HOLDS} AND h.state = 'open'",
        "SELECT v.id, z.name_zh, z.name_en, v.declared_at, v.declared_unit, v.level, v.starts_at,"
        f" v.ends_at {ZONES} AND v.state = 'awaiting' ORDER BY v.declared_at",
    ),
    "home of an appeals officer": (
        "SELECT count(*), min(e.answer_by) FROM appeals_review r JOIN appeals_appeal e"
        f" ON e.id = r.appeal_id WHERE {IS_OPEN} AND r.reviewer_id = %(me)s"
        " AND r.answered_at IS NULL AND r.released_at IS NULL",
    ),
}  # fmt: skip
# The figures of a home are the same for whoever may see them.
for _home in ("home of a reviewer", "home of an appeals officer"):
    STATEMENTS[_home] += STATEMENTS["home of an epidemiologist"][1:]


def ask(name: str, told: dict[str, Any]) -> int:
    """Ask for a page by hand; return how many rows it took."""
    with connection.cursor() as cursor:
        found = 0
        for statement in STATEMENTS[name]:
            cursor.execute(statement, told)
            found += len(cursor.fetchall())
        return found
