"""Live passes asked for and passes verified, on one core, beside the least that either can cost."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.utils import timezone

from bench import engine, federation
from bench.federation import NORTH, within
from bench.peers import bare
from bench.report import Aim, Report, Row, rate
from bench.timing import TIMES, Timed
from provinces.citizens import services as citizens
from provinces.jurisdictions.models import Area
from provinces.passes import codec, listing, tickets
from provinces.passes import services as passes
from provinces.tenancy import keys

SECONDS = 2.0
BARE_AIM, RAW_AIM = Aim(least=0.6), Aim(least=0.45)


def measure(report: Report, *, seconds: float = SECONDS) -> None:
    """Ask for live passes through all of the program, and verify one as a checkpoint does."""
    federation.prepare()
    federation.forget()
    section = report.section("Passes, one process")
    with within(NORTH):
        area = Area.objects.order_by("pk").first()
        citizen = citizens.enrol(area=area, person=None, by=None, now=timezone.now())
        session = SessionStore()
        session.create()
    engine.checkpoint()
    ours, theirs = _compared(_live(citizen.pk, session), _bare(citizen.pk), seconds)
    name = "a bare view: one query, one ES256 signature"
    ratio = ours.median / theirs.median
    section.add(Row("live passes asked for", rate(ours), name, rate(theirs), ratio, BARE_AIM))
    with within(NORTH):
        ours, theirs = _compared(*_verifying(citizen.pk), seconds)
    ratio = ours.median / theirs.median
    section.add(Row("passes verified", rate(ours), "raw ECDSA P-256", rate(theirs), ratio, RAW_AIM))
    federation.forget()


def _compared(
    one: Callable[[], object], other: Callable[[], object], seconds: float
) -> tuple[Timed, Timed]:
    """Return how often each is done in a second, in turns."""
    done = Timed(), Timed()
    for _ in range(TIMES):
        for timed, work in zip(done, (one, other), strict=True):
            work()
            timed.seconds.append(_often(work, seconds))
    return done


def _often(work: Callable[[], object], seconds: float) -> float:
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        work()
        count += 1
    return count / (time.perf_counter() - began)


def _live(citizen: int, session: SessionStore) -> Callable[[], object]:
    """Return the work of answering a page that asks for the next code."""
    handler, cookie = WSGIHandler(), f"{NORTH}.{settings.SESSION_COOKIE_NAME}"
    with within(NORTH):
        ticket = tickets.given(
            tickets.Ticket(citizen), session.session_key or "", now=timezone.now()
        )
    headers = {"HTTP_X_CODE_TICKET": ticket, "HTTP_COOKIE": f"{cookie}={session.session_key}"}
    return lambda: _request(handler, f"/p/{NORTH}/code/next", headers)


def _bare(citizen: int) -> Callable[[], object]:
    """Return the work of the least that such an answer can be."""
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        handler = WSGIHandler()
    return lambda: _request(handler, f"/p/{NORTH}/bare/{citizen}", {})


def _request(handler: WSGIHandler, path: str, headers: dict[str, str]) -> None:
    """Have a request answered, as a server would."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }
    said: list[str] = []
    answer = handler(environ, lambda status, _headers: said.append(status))
    body = b"".join(answer)
    answer.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{path} answered {said} {body[:200]!r}")


def _verifying(citizen: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the work of verifying a pass, and that of its signature alone."""
    now = timezone.now()
    text = passes.issue_live(citizen, now=now).text
    known, at = listing.trusted(now).known, int(now.timestamp())
    key = keys.pass_keys()[0]
    message = b"m" * 150
    signature = key.sign(message)

    def verify() -> None:
        codec.check_time(codec.decode(text, known), at)

    return verify, lambda: key.verifier.verify(signature, message)
