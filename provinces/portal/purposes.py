"""What data may be used for, for everybody: every purpose, its law, and from when it counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from core.signing.canonical import canonical
from provinces.ledger import announcing, noticing, purposes, wording
from provinces.tenancy import scope


class Purposes(TemplateView):
    """The register in plain words, and the digest of what was published of it."""

    template_name = "portal/purposes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, language = timezone.now(), spoken()
        found = [(each, told(each.purpose, language)) for each in noticing.standings(now)]
        sections = [
            {
                "of": of,
                "title": wording.PURPOSES_OF[of],
                "rows": [
                    {**words, "counts_from": each.counts_from, "is_in_use": each.is_in_use}
                    for each, words in found
                    if each.purpose.of == of
                ],
            }
            for of in purposes.Of
        ]
        return super().get_context_data(
            here="purposes", sections=sections, published=announcing.published(), **kwargs
        )


class Document(View):
    """The list as it was published last, or would be: canonical JSON, of which the digest is."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        last = announcing.published()
        said = last["document"] if last else purposes.document(scope.current().slug)
        return HttpResponse(canonical(said), content_type="application/json")


def told(purpose: purposes.Listed, language: str) -> dict[str, Any]:
    """Return a purpose in the words of a language."""
    return {
        "key": f"{purpose.of}-{purpose.key}",
        "said": purpose.said[language],
        "ground": purpose.ground[language],
        "serves": wording.SERVES[purpose.serves],
    }


def spoken() -> str:
    """Return in which of the two languages a page is read."""
    return "zh" if (get_language() or "").startswith("zh") else "en"
