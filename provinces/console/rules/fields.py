"""The fields of a form in groups, each with its value, and the faults that stand at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

REMOVE, UP, DOWN = _("Remove"), _("Move up"), _("Move down")
IN = {"zh-hans": _("in Chinese"), "en": _("in English")}
# As BCP 47 writes the languages of a rule set.
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}

Choices = Sequence[tuple[str, Any]]


@dataclass(slots=True)
class Field:
    """One field; `paths` are where the validator finds fault with it, its name unless told."""

    name: str
    label: Any
    value: Any = ""
    kind: str = "text"
    hint: Any = ""
    unit: Any = ""
    language: str = ""
    choices: Choices = ()
    paths: tuple[str, ...] = ()
    mistakes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"f-{self.name.replace('.', '-')}"

    @property
    def offered(self) -> list[tuple[str, Any, bool]]:
        """Return the choices, and which of them is chosen; one that there is not, too."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        known = [value for value, _words in self.choices]
        strange = [(str(one), str(one)) for one in chosen if one and str(one) not in known]
        return [(value, words, value in chosen) for value, words in [*self.choices, *strange]]


@dataclass(slots=True)
class Button:
    """A button that changes the form: `does` is what it sends, `about` which part it means."""

    does: str
    label: Any
    about: Any = ""


@dataclass(slots=True)
class Group:
    """Fields under a heading, with the buttons below them; `path` is the part that it is of."""

    title: Any
    fields: list[Field] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    path: str = ""
    level: int = 2
    hint: Any = ""
    mistakes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"g-{self.path.replace('.', '-') or 'all'}"


@dataclass(slots=True)
class Form:
    """A form of one part of a rule set; `summary` lists every fault, with where it stands."""

    groups: list[Group]
    summary: list[tuple[str, str]] = field(default_factory=list)

    def find_fault(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put each fault, a path within the part and a message, where it belongs."""
        for path, message in faults:
            at = _nearest(path, self._fields()) or _nearest(path, self._groups())
            if at is not None:
                at.mistakes.append(message)
            self.summary.append((at.id if at else "", message))

    def _fields(self) -> Iterator[tuple[str, Field]]:
        for group in self.groups:
            for one in group.fields:
                for path in one.paths or (one.name,):
                    yield path, one

    def _groups(self) -> Iterator[tuple[str, Group]]:
        for group in self.groups:
            yield group.path, group


def texts(name: str, label: Any, sheet: Any, *, kind: str = "text") -> list[Field]:
    """Return the two fields of a text in both languages."""
    of = sheet if isinstance(sheet, dict) else {}
    return [
        Field(
            name=f"{name}.{language}",
            label=f"{label} · {words}",
            value=of.get(language, ""),
            kind=kind,
            language=LANGUAGES[language],
        )
        for language, words in IN.items()
    ]


def moving(path: str, place: int, count: int, about: Any) -> list[Button]:
    """Return the buttons by which one of several is moved among them, or removed."""
    found = [Button(f"up:{path}.{place}", UP, about)] if place else []
    found += [Button(f"down:{path}.{place}", DOWN, about)] if place + 1 < count else []
    return [*found, Button(f"remove:{path}.{place}", REMOVE, about)]


def _nearest(path: str, among: Iterable[tuple[str, Any]]) -> Any:
    """Return what stands at a path, or closest above it."""
    above = [(len(known), one) for known, one in among if _is_within(path, known)]
    return max(above, key=lambda found: found[0])[1] if above else None


def _is_within(path: str, above: str) -> bool:
    return not above or path == above or path.startswith(f"{above}.")
