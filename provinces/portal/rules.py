"""The province's rule sets, for everybody: every version, what it says, and what it changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views import View
from django.views.generic import TemplateView

from provinces.rules import labels, programme
from provinces.rules import queries as rules
from provinces.status import rulebook, rulediff

# What a version says never changes; a year is as long as caches are told to keep anything.
A_YEAR = 365 * 24 * 3600


class Versions(TemplateView):
    """Every published version: in force, in notice, past."""

    template_name = "portal/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        versions = rules.versions(now)
        return super().get_context_data(
            here="rules",
            now=now,
            sections=rulebook.sections(versions),
            comparable=len(versions) > 1,
            terms=programme.terms(),
            **kwargs,
        )


class Version(TemplateView):
    """One version, whole: its statuses, grounds and cases, who stands for it, from when."""

    template_name = "portal/ruleset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        found = rules.versions(now)
        version = sought(found, kwargs["name"], kwargs["version"])
        return super().get_context_data(
            **kwargs,
            here="rules",
            now=now,
            entry=rulebook.entry(version, found),
            book=rulebook.book(version.ruleset),
        )


class Document(View):
    """The version itself: its canonical JSON, the same bytes for ever."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, name: str, version: str) -> HttpResponse:
        ruleset = rules.named(name, version)
        if ruleset is None:
            raise Http404("no such version is published")
        etag = quote_etag(ruleset.digest)
        written = labels.canonical(ruleset.document)
        response = HttpResponse(written, content_type="application/json", headers={"ETag": etag})
        patch_cache_control(response, public=True, immutable=True, max_age=A_YEAR)
        return get_conditional_response(request, etag=etag, response=response) or response


class Compare(TemplateView):
    """What differs between any two versions; unless told, what the latest one changed."""

    template_name = "portal/rules_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rules.versions(timezone.now())
        old, new = self._asked(found)
        return super().get_context_data(
            here="rules",
            versions=[rulebook.entry(version, found) for version in found],
            old=rulebook.entry(old, found) if old else None,
            new=rulebook.entry(new, found) if new else None,
            differing=rulediff.told(old.ruleset, new.ruleset) if old and new else None,
            **kwargs,
        )

    def _asked(self, found: list[Any]) -> tuple[Any, Any]:
        """Return the versions that are asked for; by default the last two to begin."""
        new = self._sought(found, "new") or next(iter(found), None)
        old = self._sought(found, "old") or (rulebook.before(new, found) if new else None)
        return old, new

    def _sought(self, found: list[Any], side: str) -> Any:
        label = self.request.GET.get(side, "")
        return sought(found, *label.partition("/")[::2]) if label else None


def sought(found: list[Any], name: str, version: str) -> Any:
    """Return the version of a name among those published; raises Http404."""
    for one in found:
        if (one.ruleset.name, one.ruleset.version) == (name, version):
            return one
    raise Http404("no such version is published")
