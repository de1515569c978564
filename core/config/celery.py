"""Celery: it only nudges. What is to be done stands in the database; this is the timetable."""

import os

from celery import Celery
from celery.schedules import crontab

from core.config.engines import launcher

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.config.settings.dev")
launcher.export()

app = Celery("concord")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_url=os.environ["BROKER_URL"],
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    # Work is idempotent and leased in the database: a lost worker's task is simply run again.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule={
        # The minute beat: due clocks, leftover marks, expired leases, and each province's local
        # midnight, the missed ones included.
        "minute": {"task": "provinces.status.tasks.every_minute", "schedule": 60.0},
        # Codes that the identity registry could not send at once; tries that are a day old.
        "citizens": {"task": "provinces.citizens.tasks.every_minute", "schedule": 60.0},
        # New entries of the ledger are sealed within seconds; a beat that is missed is made up by
        # the next one, so none is worth keeping.
        "seal": {
            "task": "provinces.ledger.tasks.every_few_seconds",
            "schedule": 5.0,
            "options": {"expires": 5.0},
        },
        # A program that knows a new purpose tells everybody, and waits for 48 hours.
        "purposes": {"task": "provinces.ledger.tasks.every_hour", "schedule": 3600.0},
        # A laboratory's results are delivered at once; this is for people who enrol later.
        "screening": {
            "task": "provinces.screening.tasks.every_few_minutes",
            "schedule": 300.0,
            "options": {"expires": 300.0},
        },
        # Peers are visited when they are due; whom a hint says has news is due at once.
        "sync": {
            "task": "federation.sync.tasks.sync",
            "schedule": 20.0,
            "options": {"expires": 20.0},
        },
        # What peers have withdrawn of their passes: as often as such a list is made anew.
        "relay": {
            "task": "federation.sync.tasks.relay",
            "schedule": 60.0,
            "options": {"expires": 60.0},
        },
        # What is said of a person is home within a minute, and judged once it has settled.
        "casework": {
            "task": "federation.casework.tasks.every_few_seconds",
            "schedule": 10.0,
            "options": {"expires": 10.0},
        },
        "casework-hourly": {"task": "federation.casework.tasks.every_hour", "schedule": 3600.0},
        "casework-nightly": {
            "task": "federation.casework.tasks.every_night",
            "schedule": crontab(minute=30, hour=17),
        },
        # Offers lapse; a map that could not be resolved at once is.
        "borders": {"task": "federation.borders.tasks.every_minute", "schedule": 60.0},
        # Rules come into force and holds end by the clock: passes that say otherwise go.
        "passes": {"task": "provinces.passes.tasks.every_minute", "schedule": 60.0},
        # What trust rests on expires in weeks.
        "trust": {"task": "federation.peers.tasks.every_hour", "schedule": 3600.0},
        # Sessions that are over, and where they were from, are forgotten.
        "accounts": {"task": "provinces.accounts.tasks.every_hour", "schedule": 3600.0},
        # Changes of offices that nobody signed in time lapse.
        "offices": {"task": "provinces.jurisdictions.tasks.every_minute", "schedule": 60.0},
        # Appeals are checked again at once; what that missed, and clocks, are seen to here.
        "appeals": {"task": "provinces.appeals.tasks.every_minute", "schedule": 60.0},
        # Once an hour is plenty: partitions are made ahead and sealed after their day.
        "days": {"task": "provinces.retention.tasks.keep_days", "schedule": 3600.0},
        # What people were told goes by e-mail and to phones, too, within the minute.
        "notices": {"task": "provinces.notices.tasks.every_minute", "schedule": 60.0},
        # What is said to an authority, and of a breach, is told to the person in time.
        "oversight": {"task": "provinces.oversight.tasks.every_minute", "schedule": 60.0},
        "lapse": {"task": "provinces.retention.tasks.every_minute", "schedule": 60.0},
        # At 03:10 in China, when the day is over and the night's run is through, as a rule.
        "oversight-nightly": {
            "task": "provinces.oversight.tasks.every_night",
            "schedule": crontab(minute=10, hour=19),
        },
        # At 02:40 in China; what is interrupted is taken up the next night.
        "retention-nightly": {
            "task": "provinces.retention.tasks.every_night",
            "schedule": crontab(minute=40, hour=18),
        },
    },
)
app.autodiscover_tasks()
