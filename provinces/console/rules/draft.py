"""One draft: its parts, what the checks find, the figures, and what may be done next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.rules import queries as rules
from provinces.rules import services as rulesets
from provinces.rules.wording import said
from provinces.status import rulebook, trials

from . import checking, seeing, sheets
from .seeing import Misread, NoFigures, Order, RulesPage


class Draft(RulesPage):
    """A draft as its drafter works on it, and as the other office reads it."""

    template_name = "console/rules/draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = seeing.sought(self, kwargs.pop("draft"))
        refusals = checking.of(draft.document)
        is_readable = checking.is_readable(draft.document)
        own = seeing.is_own(self, draft)
        is_drafter = draft.drafted_by_id == self.official.pk
        return super().get_context_data(
            draft=draft,
            state=seeing.STATES[draft.state],
            called=seeing.called(draft),
            findings=checking.placed(refusals, draft),
            grounds=_listed(draft.document, "grounds"),
            cases=_listed(draft.document, "cases"),
            book=rulebook.book(draft) if is_readable else None,
            is_own=own,
            may_drop=is_drafter and draft.state in (*seeing.OPEN, "submitted"),
            may_decide=self._may_decide(draft),
            trial=trials.latest(draft),
            done=trials.done(draft),
            base=self._base(draft),
            **kwargs,
        )

    def _may_decide(self, draft: Any) -> bool:
        signs = Power.SIGN_RULES in self.powers and draft.state == "submitted"
        return signs and draft.drafted_by_id != self.official.pk

    def _base(self, draft: Any) -> str:
        """Return the version that a draft would take the place of, as the comparison names it."""
        current = rules.in_force(self.now)
        same = current is not None and current.pk == draft.ruleset_id
        return "" if current is None or same else f"{current.name}/{current.version}"


class Submit(Order):
    """Submit for review: with 48 hours of notice, or as an emergency, which says why."""

    power = Power.DRAFT_RULES
    keeps = ("wished_from", "emergency")

    def carry_out(self) -> Any:
        post = self.request.POST
        emergency = post.get("emergency", "").strip()
        terms = rulesets.Terms(moment_of(post.get("wished_from", "")), emergency)
        given = post.get("edition", "")
        edition = int(given) if sheets.NUMBER.fullmatch(given) else 0
        rulesets.submit(self.draft, terms, by=self.official, now=self.now, edition=edition)
        trials.ask(self.draft, by=self.official, now=self.now)
        return _("Submitted. Another office signs it, or sends it back.")


class Drop(Order):
    """Withdraw one's own draft for good."""

    power = Power.DRAFT_RULES
    is_sensitive = False

    def carry_out(self) -> Any:
        rulesets.drop(self.draft, by=self.official, now=self.now)
        return _("Dropped. The version's number can be used again.")


class Sign(Order):
    """Publish by the second signature, having seen whose status it would change."""

    power = Power.SIGN_RULES

    def carry_out(self) -> Any:
        if trials.done(self.draft) is None:
            raise NoFigures
        given = self.request.POST.get("edition", "")
        edition = int(given) if sheets.NUMBER.fullmatch(given) else 0
        made = rulesets.sign(self.draft, edition=edition, by=self.official, now=self.now)
        self.made = made
        return _("Signed and published. The other provinces read it from now on.")

    def back(self) -> str:
        made = getattr(self, "made", None)
        if made is None:
            return super().back()
        return reverse("console:rules-version", args=[made.name, made.version])


class SendBack(Order):
    """Refuse to sign, with words for the drafter."""

    power = Power.SIGN_RULES

    def carry_out(self) -> Any:
        because = self.reason()
        rulesets.send_back(self.draft, by=self.official, because=because, now=self.now)
        return _("Sent back. The drafter reads why.")


class Try(Order):
    """Have it worked out whose status the draft would change."""

    power = Power.VIEW_FIGURES
    is_sensitive = False

    def carry_out(self) -> Any:
        trials.ask(self.draft, by=self.official, now=self.now)
        return _("It is being worked out. This page shows it as soon as it is done.")

    def back(self) -> str:
        return reverse("console:rules-figures", args=[self.draft.pk])


def moment_of(written: str) -> datetime | None:
    """Return a moment as a browser writes it, by the province's clocks; raises Misread."""
    if not written.strip():
        return None
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        raise Misread from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _listed(document: Any, name: str) -> list[dict[str, Any]]:
    """Return what is in a list of the document, with what each is called."""
    found = []
    for place, one in enumerate(sheets.listed(document, name)):
        texts = sheets.at(one, "texts")
        told = said(texts) if isinstance(texts, dict) else None
        reason = told.get("reason") if isinstance(told, dict) else ""
        names = said(sheets.table(one, "names"))
        called = (
            reason or names or sheets.said(one, "name") or sheets.said(one, "key") or f"{place + 1}"
        )
        found.append({"place": place, "called": called, "key": sheets.said(one, "key")})
    return found
