"""The forms in which evidence is filed: one for each class of the closed list, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.console.choosing import options
from provinces.console.periods import OF_MOMENTS, Moment
from provinces.evidence import services as evidence
from provinces.evidence.classes import CONTACTS, FORMS, SELF_DECLARED, EvidenceClass
from provinces.facts.words import MOMENTS

from . import wording

# What an official may file: all but what is for the person to declare.
FILED = tuple(of for of in EvidenceClass if of not in SELF_DECLARED)
# Browsers, people, and spreadsheets.
WRITTEN = (
    *("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"),
    *("%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"),
)
# What keeps a case of the register by its number; None where there is no such case.
Cases = Callable[[int], Any]
COMMON = ("source_reference", "authority", "legal_basis")


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """Return the field of a moment, as browsers, people and spreadsheets write it.

    It takes no moment of another age, which would be kept and could not be read again.
    """
    return forms.DateTimeField(
        label=label,
        input_formats=WRITTEN,
        widget=Moment(),
        required=required,
        validators=OF_MOMENTS,
        error_messages={"invalid": _("A day and a time, such as 2026-11-20 13:30.")},
    )


def _text(label: Any, most: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required)


def _yes_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


DETAILS: dict[str, Callable[[], forms.Field]] = {
    "conveyance": lambda: _text(_("Flight, train or coach"), 40, required=False),
    "country": lambda: _text(_("Country from which they came (two letters)"), 2, required=False),
    "division": lambda: _text(_("Division from which they came (six digits)"), 6, required=False),
    "bound_elsewhere": lambda: forms.TypedChoiceField(
        label=_("Bound for another province"),
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=_yes_no,
        empty_value=None,
        required=False,
    ),
}


class SayWhy(forms.Form):
    """In which paper it stands, who answers for it, and which article it rests on."""

    source_reference = _text(_("Paper or report in which it stands"), 120)
    authority = _text(_("Authority that answers for it"), 120)
    legal_basis = _text(_("Legal basis: the law and its article"), 200)


class SayWhat(forms.Form):
    """What is asserted, in the fields of its class; `cases` finds what a contact rests on."""

    def __init__(self, of: EvidenceClass, cases: Cases, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.cases, form = of, cases, FORMS[of]
        self.fields["happened_at"] = moment(wording.moment(of))
        if form.has_onset:
            label = _("%(moment)s (optional)") % {"moment": wording.in_words(MOMENTS["onset_at"])}
            self.fields["onset_at"] = moment(label, required=False)
        if form.has_planned_end:
            self.fields["ends_at"] = moment(wording.in_words(MOMENTS["ends_at"]))
        self.fields["expires_at"] = moment(wording.in_words(MOMENTS["expires_at"]))
        for name in form.details:
            self.fields[name] = DETAILS[name]()
        if of in CONTACTS:
            self._ask_for_case()

    def _ask_for_case(self) -> None:
        self.fields["case"] = forms.IntegerField(
            label=_("Number of the case in the register"), min_value=1, required=False
        )
        self.fields["case_reference"] = _text(
            _("Or the reference of a case kept elsewhere"), 120, required=False
        )
        self.fields["method"] = _text(_("How it was found out"), 200)

    def clean(self) -> dict[str, Any]:
        """Find the case that it rests on, and see that there is one."""
        said = super().clean() or {}
        if self.of in CONTACTS and "case" in said:
            number = said["case"]
            said["case"] = self.cases(number) if number else None
            if number and said["case"] is None:
                self.add_error("case", wording.MISTAKES["case"])
            elif said["case"] is None and not said.get("case_reference"):
                self.add_error("case", wording.MISTAKES["case_reference"])
        return said

    def claim(self, citizen: Any, why: Mapping[str, str], **more: Any) -> evidence.Claim:
        """Return what is asserted of a citizen, of a form that is valid."""
        said = self.cleaned_data
        details = {
            name: said[name] for name in FORMS[self.of].details if said.get(name) not in ("", None)
        }
        return evidence.Claim(
            citizen=citizen,
            evidence_class=self.of,
            happened_at=said["happened_at"],
            expires_at=said["expires_at"],
            onset_at=said.get("onset_at"),
            ends_at=said.get("ends_at"),
            details=details,
            contact=self._contact(**more) if self.of in CONTACTS else None,
            **{name: why[name] for name in COMMON},
        )

    def _contact(self, investigator: Any = None) -> evidence.Contact:
        said = self.cleaned_data
        return evidence.Contact(
            method=said["method"],
            case=said["case"],
            case_reference="" if said["case"] else said["case_reference"],
            investigator=investigator,
        )


class SayEvidence(SayWhat, SayWhy):
    """One piece of evidence: what, why, and for a contact who found it out."""

    def __init__(
        self, of: EvidenceClass, cases: Cases, colleagues: Mapping[str, Any], *args: Any, **kw: Any
    ) -> None:
        super().__init__(of, cases, *args, **kw)
        self.colleagues = colleagues
        if of in CONTACTS:
            names = [
                (key, wording.of_official(one.full_name or one.username))
                for key, one in colleagues.items()
            ]
            self.fields["investigator"] = forms.ChoiceField(
                label=_("Who found it out"), choices=names
            )
        last = {name: self.fields.pop(name) for name in COMMON}
        self.fields.update(last)

    def as_claim(self, citizen: Any) -> evidence.Claim:
        """Return what is asserted of a citizen, of a form that is valid."""
        said = self.cleaned_data
        of_contact = self.of in CONTACTS
        more = {"investigator": self.colleagues[said["investigator"]]} if of_contact else {}
        return self.claim(citizen, said, **more)


class SayList(SayWhy):
    """A list: of which class, and the file."""

    kind = forms.ChoiceField(label=_("What the list is about"))
    file = forms.FileField(label=_("File (CSV)"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = options({of: wording.of_class(of) for of in FILED})


def mistakes_of(form: forms.Form, invalid: evidence.InvalidClaim) -> None:
    """Say at its field what is wrong with a claim that could not be taken."""
    for name in invalid.problems:
        field = name.rpartition(".")[2]
        place = field if field in form.fields else None
        form.add_error(place, wording.MISTAKES.get(field, wording.MISTAKES["case_reference"]))


def local(moment: datetime | None) -> str:
    """Return a moment as it is written in a list."""
    return moment.strftime(WRITTEN[1]) if moment else ""
