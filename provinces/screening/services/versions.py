"""What a laboratory has told before, and what a further version is beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from provinces.screening.fhir.reading import Told
from provinces.screening.models import Laboratory, ReportVersion

Status = ReportVersion.Status


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a version is news, or contradicts what is known; else it was known before."""

    said: str
    is_news: bool = False
    is_wrong: bool = False


KEPT = Standing("kept", is_news=True)
CORRECTED = Standing("kept; it takes the place of the version before it", is_news=True)
WITHDRAWN = Standing("withdrawn; nothing of it counts any more", is_news=True)
KNOWN = Standing("was told before; nothing has changed")
OVERTAKEN = Standing("a later version of it is known; this one changes nothing")
ANOTHER = Standing(
    "was told otherwise with the same time of issue: correct it with the status corrected and its"
    " own time",
    is_wrong=True,
)


class Known:
    """The versions of a laboratory's reports, and by which report each sample has its result."""

    def __init__(self, rows: list[ReportVersion]) -> None:
        self._versions: dict[str, list[ReportVersion]] = {}
        self._of_sample: dict[str, set[str]] = {}
        for row in rows:
            self._note(row)

    @classmethod
    def of(cls, laboratory: Laboratory, told: Sequence[Told]) -> Known:
        """Return what is known of the reports and samples that are told of."""
        own = ReportVersion.objects.filter(laboratory=laboratory)
        # What cannot be printed is refused later, and cannot be asked for.
        about = Q(
            identifier__in={each.identifier for each in told if each.identifier.isprintable()}
        )
        samples = {each.sample for each in told if each.sample.isprintable()} - {""}
        about |= Q(sample_reference__in=samples)
        named = own.filter(about).values("identifier")
        return cls(list(own.filter(identifier__in=named).order_by("version")))

    def compare(self, version: ReportVersion) -> Standing:
        """Say what a version is beside those known; one that is news is known from now on."""
        before = self._versions.get(version.identifier, [])
        standing = self._beside(version, before)
        if standing.is_news:
            if before and version.status == Status.FINAL:
                version.status, version.settled_at = Status.CORRECTED, None
            self._note(version)
        return standing

    def _note(self, version: ReportVersion) -> None:
        self._versions.setdefault(version.identifier, []).append(version)
        self._of_sample.setdefault(version.sample_reference, set()).add(version.identifier)

    def _beside(self, version: ReportVersion, before: list[ReportVersion]) -> Standing:
        for known in before:
            if known.version == version.version:
                return KNOWN if bytes(known.digest) == version.digest else ANOTHER
        if before and before[-1].version > version.version:
            return OVERTAKEN
        if version.status == Status.WITHDRAWN:
            return WITHDRAWN
        if other := self._other_of_sample(version):
            return Standing(
                f"its sample has a result already, in {other!r}: withdraw that one first",
                is_wrong=True,
            )
        return CORRECTED if before else KEPT

    def _other_of_sample(self, version: ReportVersion) -> str:
        """Return the other report that has the sample's result now, if one has."""
        others = self._of_sample.get(version.sample_reference, set()) - {version.identifier}
        for identifier in sorted(others):
            last = self._versions[identifier][-1]
            is_same = last.sample_reference == version.sample_reference
            if is_same and last.status != Status.WITHDRAWN:
                return identifier
        return ""
