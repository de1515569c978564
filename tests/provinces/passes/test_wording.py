"""What people are told of their letters, in both languages."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from provinces.notices import wording as notices
from provinces.notices.models import Notice
from provinces.passes import wording
from provinces.passes.models import Posting


class TestNotice:
    @pytest.mark.parametrize("step", ["telephone", "proxy", "posted", "failed"])
    @pytest.mark.parametrize(("language", "code"), [("en", "paper code"), ("zh-hans", "纸质码")])
    def test_says_what_became_of_a_letter(
        self, eve: Citizen, step: str, language: str, code: str
    ) -> None:
        notice = Notice(citizen=eve, kind=Notice.Kind.POSTED, of=step)

        said = notices.in_words(notice, language=language)

        assert code in said.headline
        assert said.meaning


class TestTrouble:
    @pytest.mark.parametrize("trouble", Posting.Trouble)
    @pytest.mark.parametrize("state", [Posting.State.WAITING, Posting.State.FAILED])
    def test_is_said_whatever_it_is(self, state: str, trouble: str) -> None:
        assert str(wording.trouble(Posting(state=state, trouble=trouble)))
