"""Background work runs inside one province, named in its arguments."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable
from typing import Any

from celery import Celery, Task, shared_task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from . import directory, scope

# A commit does not wait longer than this for a broker that is out of reach.
PATIENCE_SECONDS = 2

log = logging.getLogger(__name__)


def province_task(work: Callable[..., None]) -> Task:
    """Make a task of a function; its first argument is the province it runs in.

    Arguments the function does not know are dropped, so that old and new workers can overlap.
    """
    known = inspect.signature(work).parameters

    @shared_task(name=f"{work.__module__}.{work.__name__}")
    @functools.wraps(work)
    def run(province: str, **arguments: Any) -> None:
        with scope.province(province):
            work(**{name: value for name, value in arguments.items() if name in known})

    return run


def for_every_province(task: Task) -> None:
    """Send a province's task to each one on this node."""
    for entry in directory.hosted():
        task.delay(entry.slug)


def nudge(task: str, **arguments: Any) -> None:
    """Send a task of the province in scope, by name, when the transaction commits.

    A broker that is down loses nothing: the minute beat finds the work in the database.
    """
    province = scope.current().slug
    transaction.on_commit(functools.partial(_send, task, province, arguments))


def _send(task: str, province: str, arguments: dict[str, Any]) -> None:
    try:
        _queue().send_task(task, args=[province], kwargs=arguments, retry=False)
    except OperationalError:
        log.warning("the broker is down; %s of %s waits for the minute beat", task, province)


@functools.cache
def _queue() -> Celery:
    """Return the sending end, which every process has: it needs the broker's address only."""
    queue = Celery("concord", broker=settings.BROKER_URL, set_as_current=False)
    queue.conf.broker_transport_options = {
        "socket_connect_timeout": PATIENCE_SECONDS,
        "max_retries": 0,
    }
    return queue
