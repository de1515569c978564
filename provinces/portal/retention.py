"""The retention register, for everybody: what is kept, how long, on what ground, and by whom."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View
from django.views.generic import TemplateView

from provinces.ledger.queries import NotSealed
from provinces.retention import queries as retention

from . import published
from .my_data import WAIT

# The latest so many certificates are listed beside the register, and on a page of all of them.
LATEST = 20
A_PAGE = 50
# Rows are numbered below this.
LARGEST = 2**63


class Retention(TemplateView):
    """The register in plain words, and the latest purge certificates."""

    template_name = "portal/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = retention.register()
        return super().get_context_data(
            here="retention",
            personal=[kept for kept in register if kept.is_personal],
            others=[kept for kept in register if not kept.is_personal],
            certificates=_lines(retention.certificates(LATEST)),
            **kwargs,
        )


class Certificates(TemplateView):
    """Every purge certificate, the newest first, to be kept and verified elsewhere."""

    template_name = "portal/certificates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.request.GET.get("before", "")
        before = int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else None
        found = retention.certificates(A_PAGE, before=before)
        more = found[-1].pk if len(found) == A_PAGE else None
        return super().get_context_data(
            here="retention", certificates=_lines(found), more=more, **kwargs
        )


class Certificate(View):
    """One certificate with the proof of its entry: a file that is verified without this node."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, number: int) -> HttpResponse:
        # The path may say any number; what is no number of a row is no certificate.
        purge = retention.certificate(number) if number < LARGEST else None
        if purge is None:
            raise Http404("there is no such certificate")
        try:
            file = retention.file_of(purge)
        except NotSealed:
            return HttpResponse(WAIT, status=503, headers={"Retry-After": "10"})
        return published.download(file, f"certificate-{number}.json")


def _lines(certificates: list[Any]) -> list[dict[str, Any]]:
    return [{"number": each.pk, **each.statement["body"]} for each in certificates]
