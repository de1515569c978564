"""One ground as a form: why somebody may be held, from when, for how long, who answers for it."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import choices
from .fields import Button, Field, Form, Group, moving, texts
from .sheets import Kind, at, listed, said, table

_TESTS = "phases.*.clears.*.tests"
FIELDS = {
    "key": Kind.TEXT,
    "rests_on": Kind.MANY,
    "texts.zh-hans.reason": Kind.TEXT,
    "texts.zh-hans.clears": Kind.TEXT,
    "texts.en.reason": Kind.TEXT,
    "texts.en.clears": Kind.TEXT,
    "when.own": Kind.TEXT,
    "anchor.fact": Kind.TEXT,
    "anchor.counting": Kind.TEXT,
    "anchor.test": Kind.NUMBER,
    "anchor.clock": Kind.TEXT,
    "phases.*.status": Kind.TEXT,
    "phases.*.days": Kind.NUMBER,
    "phases.*.clears.*.event": Kind.TEXT,
    f"{_TESTS}.count": Kind.NUMBER,
    f"{_TESTS}.within_days": Kind.NUMBER,
    f"{_TESTS}.hours_apart": Kind.NUMBER,
    f"{_TESTS}.clock": Kind.TEXT,
    f"{_TESTS}.since": Kind.TEXT,
    "evidence.*.name": Kind.TEXT,
    "evidence.*.fact": Kind.TEXT,
    "legal_basis.zh-hans": Kind.TEXT,
    "legal_basis.en": Kind.TEXT,
    "answerable.office.zh-hans": Kind.TEXT,
    "answerable.office.en": Kind.TEXT,
    "answerable.contact": Kind.TEXT,
}
OPTIONAL = ("when.own", "anchor.test", f"{_TESTS}.hours_apart", f"{_TESTS}.since")
BLANKS = {
    "phases": {"status": "", "days": 7},
    "phases.*.clears:tests": {
        "tests": {"count": 2, "within_days": 3, "hours_apart": 24, "clock": "sample"}
    },
    "phases.*.clears:event": {"event": ""},
    "evidence": {"name": "", "fact": ""},
}
BLANK: dict[str, Any] = {
    "key": "new_ground",
    "rests_on": [],
    "when": False,
    "anchor": {"fact": "", "counting": "exact"},
    "phases": [{"status": "", "days": 7}],
    "evidence": {},
    "legal_basis": {"zh-hans": "", "en": ""},
    "answerable": {"office": {"zh-hans": "", "en": ""}, "contact": ""},
    "texts": {"zh-hans": {"reason": "", "clears": ""}, "en": {"reason": "", "clears": ""}},
}


def known(fact: str) -> Any:
    """Return the condition that a fact is known, as the language writes it."""
    return {"!": [{"!": [{"var": fact}]}]}


def to_sheet(ground: Any, _document: Any) -> dict[str, Any]:
    """Return a ground as its form has it."""
    of = ground if isinstance(ground, dict) else {}
    anchor = table(of, "anchor")
    fact = anchor.get("fact", anchor.get("after", ""))
    evidence = table(of, "evidence")
    when = of.get("when")
    is_usual = when == known(str(fact)) or when is False
    own = "" if is_usual else json.dumps(when, ensure_ascii=False, indent=1)
    return {
        **of,
        "anchor": {**anchor, "fact": fact},
        "when": {"own": own},
        "evidence": [{"name": name, "fact": shown} for name, shown in evidence.items()],
    }


def to_part(sheet: dict[str, Any], _ground: Any, _document: Any) -> dict[str, Any]:
    """Return the ground that a form says; where no condition is written, its anchor is known."""
    anchor = dict(at(sheet, "anchor") or {})
    fact, test = anchor.pop("fact", ""), anchor.pop("test", None)
    clock = anchor.pop("clock", "sample")
    start = {"fact": fact} if test is None else {"test": test, "clock": clock, "after": fact}
    own = said(sheet, "when.own")
    return {
        "key": said(sheet, "key"),
        "rests_on": listed(sheet, "rests_on"),
        "when": _condition(own) if own else known(str(fact)),
        "anchor": {**start, "counting": anchor.get("counting", "exact")},
        "phases": [_phase(one) for one in listed(sheet, "phases")],
        "evidence": {
            said(one, "name"): said(one, "fact")
            for one in listed(sheet, "evidence")
            if said(one, "name") or said(one, "fact")
        },
        "legal_basis": at(sheet, "legal_basis") or {},
        "answerable": at(sheet, "answerable") or {},
        "texts": at(sheet, "texts") or {},
    }


def _condition(written: str) -> Any:
    """Return a condition; what is no JSON stays a text, with which fault is found."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _phase(sheet: Any) -> dict[str, Any]:
    phase = {key: value for key, value in sheet.items() if key != "clears"}
    clears = listed(sheet, "clears")
    return {**phase, "clears": clears} if clears else phase


def form(sheet: dict[str, Any], document: Any) -> Form:
    """Return the fields of a ground."""
    return Form(
        [
            _told(sheet),
            _when(sheet),
            Group(_("How long"), path="phases", buttons=[Button("add:phases", _("Add a phase"))]),
            *_phases(sheet, document),
            *_evidence(sheet),
            _answerable(sheet),
        ]
    )


def _told(sheet: dict[str, Any]) -> Group:
    key = Field(
        "key", _("Key"), said(sheet, "key"), hint=_("Small letters, digits and _; for programs.")
    )
    return Group(
        _("Told to the person"),
        [
            key,
            *_language_texts("reason", _("Reason"), sheet),
            *_language_texts("clears", _("How it ends"), sheet),
        ],
        path="texts",
    )


def _language_texts(what: str, label: Any, sheet: dict[str, Any]) -> list[Field]:
    held = {language: said(sheet, f"texts.{language}.{what}") for language in ("zh-hans", "en")}
    found = texts(what, label, held, kind="long")
    for one in found:
        one.name = "texts.{1}.{0}".format(*one.name.split("."))
    return found


def _when(sheet: dict[str, Any]) -> Group:
    fields = [
        Field(
            "rests_on",
            _("Rests on"),
            listed(sheet, "rests_on"),
            "many",
            _("The sources of all facts that the condition names, and no others."),
            choices=choices.sources(),
        ),
        Field(
            "anchor.fact",
            _("Counted from"),
            said(sheet, "anchor.fact"),
            "choice",
            choices=choices.moments(),
            paths=("anchor.fact", "anchor.after"),
        ),
        Field(
            "anchor.counting",
            _("How days are counted"),
            said(sheet, "anchor.counting"),
            "choice",
            choices=choices.COUNTINGS,
        ),
        Field(
            "anchor.test",
            _("From the negative test of this number after that, if not from itself"),
            said(sheet, "anchor.test"),
            "number",
            _("Leave it empty, or say 1 to 5."),
        ),
        Field(
            "anchor.clock",
            _("Which moment of that test counts"),
            said(sheet, "anchor.clock") or "sample",
            "choice",
            choices=choices.CLOCKS,
        ),
        Field(
            "when.own",
            _("Condition, in CertLogic"),
            said(sheet, "when.own"),
            "code",
            _("Left empty: that the moment above is known."),
            paths=("when",),
        ),
    ]
    return Group(_("When it holds"), fields, path="when")


def _phases(sheet: dict[str, Any], document: Any) -> list[Group]:
    found: list[Group] = []
    phases = listed(sheet, "phases")
    for place, phase in enumerate(phases):
        path, about = f"phases.{place}", _("Phase %(number)s") % {"number": place + 1}
        buttons = [
            Button(f"add:{path}.clears:tests", _("Add: it ends with tests"), about),
            Button(f"add:{path}.clears:event", _("Add: it ends with an event"), about),
            *moving("phases", place, len(phases), about),
        ]
        fields = [
            Field(
                f"{path}.status",
                _("Status"),
                said(phase, "status"),
                "choice",
                choices=choices.statuses(document),
            ),
            Field(f"{path}.days", _("Days"), said(phase, "days"), "number"),
        ]
        found.append(Group(about, fields, buttons, path, 3))
        found += _clears(path, phase, about)
    return found


def _clears(path: str, phase: Any, about: Any) -> list[Group]:
    ways = listed(phase, "clears")
    found = []
    for place, way in enumerate(ways):
        here = f"{path}.clears.{place}"
        title = _("%(phase)s ends earlier, way %(number)s") % {"phase": about, "number": place + 1}
        fields = _tests(here, way) if at(way, "tests") is not None else [_event(here, way)]
        buttons = moving(f"{path}.clears", place, len(ways), title)
        found.append(Group(title, fields, buttons, here, 4))
    return found


def _event(here: str, way: Any) -> Field:
    label = _("When this moment comes")
    return Field(f"{here}.event", label, said(way, "event"), "choice", choices=choices.moments())


def _tests(here: str, way: Any) -> list[Field]:
    def number(key: str, label: Any, unit: Any = "", hint: Any = "") -> Field:
        return Field(f"{here}.tests.{key}", label, said(way, f"tests.{key}"), "number", hint, unit)

    clock, since = (
        Field(f"{here}.tests.{key}", label, said(way, f"tests.{key}"), "choice", choices=offered)
        for key, label, offered in (
            ("clock", _("Which moment of a test counts"), choices.CLOCKS),
            ("since", _("Tests count from"), choices.moments()),
        )
    )
    since.hint = _("None: from what the days are counted from.")
    return [
        number("count", _("Negative tests needed")),
        number("within_days", _("Within"), _("days")),
        number("hours_apart", _("At least apart"), _("hours")),
        clock,
        since,
    ]


def _evidence(sheet: dict[str, Any]) -> list[Group]:
    rows = listed(sheet, "evidence")
    heading = Group(
        _("Shown with the decision"),
        path="evidence",
        buttons=[Button("add:evidence", _("Add a fact to show"))],
    )
    found = [heading]
    for place, row in enumerate(rows):
        path = f"evidence.{place}"
        about = _("Fact %(number)s") % {"number": place + 1}
        fields = [
            Field(f"{path}.name", _("Called"), said(row, "name"), paths=(f"{path}.name",)),
            Field(
                f"{path}.fact",
                _("Fact"),
                said(row, "fact"),
                "choice",
                choices=choices.every_fact(),
                paths=(f"evidence.{said(row, 'name')}",),
            ),
        ]
        found.append(Group(about, fields, moving("evidence", place, len(rows), about), path, 3))
    return found


def _answerable(sheet: dict[str, Any]) -> Group:
    contact = Field("answerable.contact", _("Contact"), said(sheet, "answerable.contact"))
    return Group(
        _("Who answers, and by which law"),
        [
            *texts("legal_basis", _("Legal basis"), at(sheet, "legal_basis"), kind="long"),
            *texts("answerable.office", _("Office"), at(sheet, "answerable.office")),
            contact,
        ],
        path="answerable",
    )
