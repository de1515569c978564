"""Appeals stay as filed and are answered once; nobody reviews what they, or their office, said.

To go back, drop the triggers: no row is changed.
"""

from django.db import migrations

from core.db.set_once import SetOnce

# The second look at what the service computes. Of the person and of whoever filed for them, too.
INDEPENDENT = """
CREATE FUNCTION appeals_review_independent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    barred text[];
    involved integer[];
    own text[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT unit), '{}') INTO barred
    FROM appeals_basis b, unnest(b.units) AS unit WHERE b.appeal_id = NEW.appeal_id;
    SELECT coalesce(array_agg(DISTINCT official), '{}') INTO involved
    FROM appeals_basis b, unnest(b.officials) AS official WHERE b.appeal_id = NEW.appeal_id;
    SELECT involved || a.filed_by_id || c.user_id INTO involved
    FROM appeals_appeal a JOIN citizens_citizen c ON c.id = a.citizen_id
    WHERE a.id = NEW.appeal_id;
    IF NEW.level = 2 THEN
        SELECT barred || coalesce(array_agg(r.unit::text), '{}') INTO barred
        FROM appeals_review r WHERE r.appeal_id = NEW.appeal_id AND r.level = 1;
        SELECT involved || coalesce(array_agg(r.reviewer_id), '{}') INTO involved
        FROM appeals_review r WHERE r.appeal_id = NEW.appeal_id AND r.level = 1;
    END IF;
    SELECT coalesce(array_agg(o.unit::text), '{}') || NEW.unit::text INTO own
    FROM jurisdictions_office o
    WHERE o.user_id = NEW.reviewer_id AND o.period @> NEW.assigned_at;
    IF NEW.reviewer_id = ANY(involved) OR own && barred THEN
        RAISE EXCEPTION 'an appeal is answered by another office than those it is about'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_review_is_independent BEFORE INSERT ON appeals_review
    FOR EACH ROW EXECUTE FUNCTION appeals_review_independent();
"""
UNDO_INDEPENDENT = """
DROP TRIGGER appeals_review_is_independent ON appeals_review;
DROP FUNCTION appeals_review_independent();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_appeals"),
    ]

    operations = [
        SetOnce(
            "appeals_appeal",
            {
                "rechecked_at": ["recheck", "findings"],
                "escalated_at": [],
                "relieved_at": [],
                "answered_at": ["outcome"],
                "again_at": ["again_answer_by"],
                "again_answered_at": ["again_outcome"],
            },
        ),
        SetOnce("appeals_basis", {"overturned_at": []}),
        SetOnce(
            "appeals_review",
            {
                "released_at": ["released_because"],
                "answered_at": ["outcome", "finding", "reasons"],
            },
        ),
        SetOnce(
            "appeals_forwarded",
            {
                "taken_at": ["contest", "issuer", "answer_by"],
                "returned_at": ["returned_because"],
                "answered_at": ["outcome", "reasons"],
            },
        ),
        SetOnce("appeals_laboratoryquery", {"settled_at": ["settlement"]}),
        SetOnce("appeals_letter", {}),
        SetOnce(
            "appeals_reversal",
            {
                "signed_at": ["signed_by_id", "signed_unit", "people"],
                "refused_at": ["refused_by_id", "refusal"],
            },
        ),
        migrations.RunSQL(INDEPENDENT, UNDO_INDEPENDENT),
    ]
