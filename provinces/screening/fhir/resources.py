"""Resources are checked by the models of FHIR R4 that `fhir.resources` has.

R4B, which it has, is R4 for all that is read here. Extensions are taken out before: FHIR lets a
reader ignore them, and none is read. One that modifies what a resource says cannot be ignored.
"""

from __future__ import annotations

from decimal import InvalidOperation
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from .bundles import Entry
from .issues import Code, Issue, NotRead

# A resource that is wrong in more places is told of so many.
TOLD: Final = 5
DEEPEST: Final = 40
# What the models raise besides: where a contained resource is of no type that there is (its type
# is looked up, and joined to other text), and of numbers greater than any that can be computed.
BESIDES: Final = (KeyError, TypeError, InvalidOperation)
NOT_IN_FHIR: Final = (
    "holds what FHIR R4 does not have: a contained resource of no type that is known, or a number"
    " too large for any"
)


@cache
def models() -> dict[str, type[BaseModel]]:
    """Return the models of what is read: slow to load, and few processes need them."""
    from fhir.resources.R4B.diagnosticreport import DiagnosticReport  # noqa: PLC0415
    from fhir.resources.R4B.immunization import Immunization  # noqa: PLC0415
    from fhir.resources.R4B.observation import Observation  # noqa: PLC0415
    from fhir.resources.R4B.patient import Patient  # noqa: PLC0415
    from fhir.resources.R4B.specimen import Specimen  # noqa: PLC0415

    read = (DiagnosticReport, Immunization, Observation, Patient, Specimen)
    return {each.__name__: each for each in read}


def checked(entry: Entry) -> Any:
    """Return an entry's resource as its model; raises NotRead with each place that is wrong."""
    try:
        plain = _plain(entry.resource, DEEPEST)
    except _Unreadable as problem:
        raise NotRead(Issue(entry.place, entry.kind, Code.NOT_SUPPORTED, str(problem))) from None
    try:
        return models()[entry.kind].model_validate(plain)
    except ValidationError as problem:
        raise NotRead(*_issues(entry, problem)) from None
    except BESIDES:
        raise NotRead(Issue(entry.place, entry.kind, Code.STRUCTURE, NOT_IN_FHIR)) from None


class _Unreadable(ValueError):
    """The resource holds what cannot be left out, or is nested without end."""


def _plain(value: Any, deep: int) -> Any:
    """Return a value without extensions, and without what would be said only by them."""
    if not deep:
        raise _Unreadable("is nested too deeply")
    if isinstance(value, list):
        return [_plain(each, deep - 1) for each in value]
    if not isinstance(value, dict):
        return value
    if "modifierExtension" in value:
        raise _Unreadable("has a modifierExtension, which changes its meaning and is not known")
    return {
        name: _plain(each, deep - 1)
        for name, each in value.items()
        if name != "extension" and not name.startswith("_") and not _is_narrative(name, each)
    }


def _is_narrative(name: str, value: Any) -> bool:
    """Tell whether something is a resource's text for human readers, which is HTML."""
    return name == "text" and isinstance(value, dict)


def _issues(entry: Entry, problem: ValidationError) -> list[Issue]:
    found = problem.errors(include_url=False, include_context=False, include_input=False)
    return [
        Issue(entry.place, _path(entry.kind, each["loc"]), Code.STRUCTURE, each["msg"])
        for each in found[:TOLD]
    ]


def _path(kind: str, location: tuple[int | str, ...]) -> str:
    """Return a place in a resource as FHIRPath writes it: `Observation.code.coding[0].system`."""
    path = kind
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path
