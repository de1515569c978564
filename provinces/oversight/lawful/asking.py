"""What may be asked, by whom and by which law, and how narrow it has to be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provinces.oversight.models.lawful import Authority, Basis, Field

BASES: Mapping[Authority, frozenset[Basis]] = {
    Authority.COURT: frozenset(
        {Basis.CRIMINAL_PROCEDURE, Basis.CIVIL_PROCEDURE, Basis.ADMINISTRATIVE_PROCEDURE}
    ),
    Authority.PROCURATORATE: frozenset({Basis.CRIMINAL_PROCEDURE}),
    Authority.PUBLIC_SECURITY: frozenset({Basis.CRIMINAL_PROCEDURE}),
    Authority.SUPERVISION: frozenset({Basis.SUPERVISION_LAW}),
}
# Who somebody is, and how they are, never leave together: the authority knows whom it asks about.
WHO = frozenset({Field.NAME, Field.DOCUMENT, Field.CONTACT})
HOW = frozenset(Field) - WHO
MOST_FIELDS = 3


class NoBasis(ValueError):
    """This authority cannot ask by this provision."""


class TooBroad(ValueError):
    """Too many fields, none, too long a period, or who somebody is together with how they are."""


def checked(authority: str, basis: str, fields: Iterable[str]) -> list[Field]:
    """Return the fields that an authority asks for, each once, in the order of the list.

    Raises NoBasis, TooBroad, and ValueError for what is on no list.
    """
    if Basis(basis) not in BASES[Authority(authority)]:
        raise NoBasis(f"{authority} does not ask by {basis}")
    asked = {Field(each) for each in fields}
    if not 0 < len(asked) <= MOST_FIELDS:
        raise TooBroad(f"one to {MOST_FIELDS} fields can be asked for, not {len(asked)}")
    if asked & WHO and asked & HOW:
        raise TooBroad("who somebody is and how they are never leave together")
    return [field for field in Field if field in asked]
