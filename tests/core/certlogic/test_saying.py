"""What is said in English is known by its template, and by what is named in it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from core.certlogic.checking import check
from core.certlogic.parsing import parse
from core.certlogic.saying import Saying, say
from core.certlogic.syntax import Faulty


class TestSay:
    def test_is_the_text_it_makes(self) -> None:
        said = say("%(left)s never equals %(right)s", left="a text", right=say("a date"))

        assert said == "a text never equals a date"
        assert said.template == "%(left)s never equals %(right)s"
        assert said.named == {"left": "a text", "right": "a date"}

    def test_takes_a_template_without_names_as_it_is(self) -> None:
        assert say("100% of it") == "100% of it"
        assert not say("100% of it").named

    def test_is_copied_with_its_template(self) -> None:
        kept = copy.deepcopy(say("%(count)s operands", count=2))

        assert (kept, kept.template) == ("2 operands", "%(count)s operands")


class TestFaults:
    @pytest.mark.parametrize(
        "document", [{"and": [True]}, {"x": []}, None, {"plusTime": ["a", 1, "day"]}]
    )
    def test_are_known_by_their_templates(self, document: Any) -> None:
        with pytest.raises(Faulty) as raised:
            check(parse(document), {})

        assert all(isinstance(fault.reason, Saying) for fault in raised.value.faults)
