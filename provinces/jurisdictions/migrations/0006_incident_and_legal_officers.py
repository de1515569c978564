from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jurisdictions", "0005_a_power_over_venues"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="area",
            options={
                "default_permissions": (),
                "permissions": [
                    ("view_figures", "view_figures"),
                    ("view_person", "view_person"),
                    ("enrol_person", "enrol_person"),
                    ("declare_zone", "declare_zone"),
                    ("countersign_zone", "countersign_zone"),
                    ("countersign_large_zone", "countersign_large_zone"),
                    ("propose_evidence", "propose_evidence"),
                    ("approve_evidence", "approve_evidence"),
                    ("draft_rules", "draft_rules"),
                    ("sign_rules", "sign_rules"),
                    ("watch_runs", "watch_runs"),
                    ("start_run", "start_run"),
                    ("grant_office", "grant_office"),
                    ("manage_peers", "manage_peers"),
                    ("sign_agreements", "sign_agreements"),
                    ("answer_contest", "answer_contest"),
                    ("release_hold", "release_hold"),
                    ("hand_over", "hand_over"),
                    ("run_site", "run_site"),
                    ("check_order", "check_order"),
                    ("manage_venues", "manage_venues"),
                    ("review_appeal", "review_appeal"),
                    ("review_appeal_again", "review_appeal_again"),
                    ("audit", "audit"),
                    ("incident", "incident"),
                    ("lawful_requests", "lawful_requests"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="office",
            name="role",
            field=models.CharField(
                choices=[
                    ("epidemiologist", "epidemiologist"),
                    ("reviewer", "reviewer"),
                    ("high_reviewer", "high_reviewer"),
                    ("rule_drafter", "rule_drafter"),
                    ("case_officer", "case_officer"),
                    ("federation_officer", "federation_officer"),
                    ("desk_clerk", "desk_clerk"),
                    ("site_clerk", "site_clerk"),
                    ("order_checker", "order_checker"),
                    ("venue_registrar", "venue_registrar"),
                    ("appeals_officer", "appeals_officer"),
                    ("high_appeals_officer", "high_appeals_officer"),
                    ("auditor", "auditor"),
                    ("administrator", "administrator"),
                    ("incident_officer", "incident_officer"),
                    ("legal_officer", "legal_officer"),
                ],
                max_length=30,
            ),
        ),
    ]
