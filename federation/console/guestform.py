"""The form in which an official says what a guest's home should know: a class, and its evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from federation.casework.classes import Link
from federation.casework.services import Fault
from federation.casework.words import NEEDED_TEXTS
from federation.peers import instants
from provinces.citizens.claiming import SayWho
from provinces.console.evidence import wording
from provinces.console.evidence.forms import COMMON, DETAILS, SayWhat, SayWhy
from provinces.evidence.classes import CONTACTS
from provinces.facts.words import MOMENTS as WORDS

# A venue's code asks and is no evidence; results are their laboratories' to tell.
LINKS: dict[Link, Any] = {
    Link.INVESTIGATION: _("An investigation on the spot"),
    Link.REGISTER: _("A register of ours"),
    Link.TRAVEL_LIST: _("A list of who travelled together"),
}
MOMENTS = ("happened_at", "expires_at", "onset_at", "ends_at")
# What a word takes less of than evidence at home does.
NARROWER = {"expires_at": _("To come, and at most 21 days from now.")}
YES, NO = _("Yes"), _("No")
CASE, FOUND_OUT = _("The case it rests on"), _("How it was found out")
ANSWERS, DIGEST = _("Office that answers for it"), _("Digest of the paper (SHA-256)")
UNFIT = _("Something in this cannot be told: too long, missing, or not printable.")
LONGEST_PAPER = NEEDED_TEXTS["source_reference"]
# Larger files are no paper about one person.
MOST_BYTES = 10 * 1024 * 1024


class SayWhose(SayWho):
    """A guest's document, and the province where they live; their name is not needed."""

    full_name = None  # type: ignore[assignment]
    home = forms.ChoiceField(label=_("Their home province"))

    field_order = ("home", "kind", "number")


class SaySame(SayWho):
    """The document once more, as the second office has it before it."""

    full_name = None  # type: ignore[assignment]


class SayOfGuest(SayWhat, SayWhy, SayWhose):
    """One fact about a guest: whose, what, by which evidence, and who answers for it."""

    link = forms.ChoiceField(label=_("How it was learnt"), choices=list(LINKS.items()))
    evidence = forms.FileField(
        label=_("The paper in which it stands, as a file. Only its digest is kept and told"),
        max_length=200,
    )
    phone = forms.CharField(label=_("Phone of the office that answers for it"), max_length=40)
    appeal = forms.CharField(
        label=_("Where the person can contest it: an address or a page"), max_length=300
    )
    was_here = forms.BooleanField(
        label=_("A record of ours shows that the person was here then"), required=False
    )

    def __init__(self, *args: Any, homes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home: Any = self.fields["home"]
        home.choices = list(homes)
        paper: Any = self.fields["source_reference"]
        paper.max_length = LONGEST_PAPER
        paper.validators.append(MaxLengthValidator(LONGEST_PAPER))
        last = [*COMMON, "link", "evidence", "phone", "appeal", "was_here"]
        first = [name for name in self.fields if name not in last]
        self.order_fields(["home", "kind", "number", *first, *last])

    def clean_evidence(self) -> str:
        """Return the digest of the paper."""
        file = self.cleaned_data["evidence"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def body(self, *, unit: str, batch: str) -> dict[str, Any]:
        """Return what is told, of a form that is valid, in the name of an office."""
        claim = self.claim(None, self.cleaned_data)
        said = self.cleaned_data
        told: dict[str, Any] = {
            "fact": str(self.of),
            "link": said["link"],
            **{name: said[name] for name in COMMON},
            "office": {"name": unit, "phone": said["phone"], "appeal": said["appeal"]},
            "evidence_hash": said["evidence"],
            "has_presence_basis": said["was_here"],
            "batch": batch,
            **{name: instants.text(said[name]) for name in MOMENTS if said.get(name)},
        }
        if claim.details:
            told["details"] = dict(claim.details)
        if self.of in CONTACTS:
            case = said["case"].source_reference if said["case"] else said["case_reference"]
            told |= {"case_reference": case, "method": said["method"]}
        return told

    def mistakes(self, faults: Iterable[Fault]) -> None:
        """Say at its field what their home would refuse."""
        for fault in faults:
            name = fault.pointer.replace(".", "/").rpartition("/")[2]
            place = name if name in self.fields else None
            self.add_error(place, NARROWER.get(name, wording.MISTAKES.get(name, UNFIT)))


def particulars(body: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Return what is told of a guest as a page shows it, each with what it is called."""
    fields = SayOfGuest.base_fields
    told: list[tuple[Any, Any]] = [
        (wording.moment(body["fact"]), _moment(body["happened_at"])),
    ]
    for name in MOMENTS[1:]:
        if name in body:
            told.append((wording.in_words(WORDS[name]), _moment(body[name])))
    details = {DETAILS[name]().label: value for name, value in body.get("details", {}).items()}
    told += [(label, {True: YES, False: NO}.get(value, value)) for label, value in details.items()]
    if "method" in body:
        told += [(CASE, body["case_reference"]), (FOUND_OUT, body["method"])]
    told += [(fields[name].label, body[name]) for name in COMMON]
    office = body["office"]
    return [
        *told,
        (fields["link"].label, LINKS.get(body["link"], body["link"])),
        (fields["was_here"].label, YES if body["has_presence_basis"] else NO),
        (ANSWERS, f"{office['name']} · {office['phone']} · {office['appeal']}"),
        (DIGEST, body["evidence_hash"]),
    ]


def _moment(written: str) -> str:
    return date_format(timezone.localtime(instants.instant(written)), "DATETIME_FORMAT")
