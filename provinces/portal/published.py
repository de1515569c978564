"""What this province published, for everybody: each entry of its public log, with its proof."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from provinces.ledger import queries as ledger
from provinces.ledger.queries import Subject

A_PAGE = 50
# No zone, treaty or version of the rules is named at greater length.
LONGEST_NAME = 120
FEED = "feed"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list shows it: its number, when, and in plain words."""

    index: int
    at: datetime
    wording: str
    about: str = ""


class Published(TemplateView):
    """Every entry, the newest first; or those about one zone, rule set or treaty."""

    template_name = "portal/published.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self._asked()
        if asked is None:
            end = self._before()
            found = ledger.entries(max(0, end - A_PAGE), end)[::-1]
            more = found[-1].index if found else 0
        else:
            found, more = ledger.published_of(*asked, most=A_PAGE), 0
        return super().get_context_data(
            here="published",
            subject=asked[1] if asked else "",
            lines=[_line(each) for each in found],
            more=more,
            **kwargs,
        )

    def _asked(self) -> tuple[Subject, str] | None:
        for subject in Subject:
            named = self.request.GET.get(subject, "")
            if named:
                return subject, named[:LONGEST_NAME]
        return None

    def _before(self) -> int:
        said, size = self.request.GET.get("before", ""), ledger.size(FEED)
        given = said.isascii() and said.isdecimal() and len(said) < 18
        return min(int(said), size) if given else size


class PublishedEntry(TemplateView):
    """One entry, whole: what it says, and where in the log it stands."""

    template_name = "portal/published_entry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proof = sought(kwargs["index"])
        leaf = base64.b64decode(proof["leaf"])
        entry = ledger.Published(proof["index"], leaf)
        return super().get_context_data(
            here="published",
            line=_line(entry),
            said=json.dumps(entry.parsed["body"], ensure_ascii=False, indent=2),
            log=proof["log"],
            size=proof["size"],
            leaf_hash=hashlib.sha256(b"\x00" + leaf).hexdigest(),
            **kwargs,
        )


class PublishedProof(View):
    """The proof that an entry is in the public log, to keep and to have checked anywhere."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, index: int) -> HttpResponse:
        return download(sought(index), f"proof-feed-{index}.json")


def download(document: dict[str, Any], name: str) -> HttpResponse:
    """Return a document to be kept as a file."""
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def sought(index: int) -> dict[str, Any]:
    """Return the proof of the entry at a place of the public log; raises Http404."""
    # The path may say any number; the log knows which it has.
    proof = ledger.proof_at(index) if index < ledger.size(FEED) else None
    if proof is None:
        raise Http404("the public log has no such entry")
    return proof


def _line(entry: ledger.Published) -> Line:
    at = datetime.fromisoformat(entry.parsed["at"])
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    # A zone's entry names it; others are about what their words say.
    about = str(entry.parsed["body"].get(f"name_{language}", ""))
    return Line(entry.index, at, ledger.kind_wording(entry.parsed["kind"]), about)
