"""A list is uploaded, shown with every line that is wrong, and filed as a whole, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from provinces.accounts.models import User
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.console.evidence import tables
from provinces.console.evidence.forms import FILED
from provinces.console.evidence.tables import NotATable
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Batch, Evidence
from provinces.ledger.models import Entry
from tests.factories import areas, citizens, evidence
from tests.factories.registries import GRAN, MOTHER, SON
from tests.pages import address, reader, words

CLOSE = EvidenceClass.CLOSE_CONTACT
WHY = {"source_reference": "report 7", "authority": "CDC", "legal_basis": "art. 39"}
HEAD = "reference,happened_at,expires_at,case_reference,method"
GOOD = "2026-11-14 08:00,2026-11-21 08:00,case 9,call"


def listed(*lines: str, head: str = HEAD) -> str:
    return "\r\n".join([head, *lines])


def uploaded(user: User, text: str | bytes, kind: str = str(CLOSE)) -> Any:
    content = text.encode() if isinstance(text, str) else text
    said = {**WHY, "kind": kind, "file": SimpleUploadedFile("list.csv", content)}
    return reader(user).post(address("console:evidence-import"), said)


def confirmed(user: User, shown: Any) -> str:
    said = {**WHY, "kind": shown.context["kind"], "text": shown.context["text"]}
    return words(reader(user).post(address("console:evidence-import-confirm"), said, follow=True))


def mistakes(shown: Any) -> list[tuple[int, str]]:
    return [(one.line, str(one.column)) for one in shown.context["mistakes"]]


class TestPreview:
    def test_writes_nothing(self, ada: User, eve: Citizen) -> None:
        shown = uploaded(ada, listed(f"{eve.reference},{GOOD}"))

        assert "1 line, and nothing wrong with it. Nothing was filed yet." in words(shown)
        assert not Evidence.objects.exists()

    def test_asks_of_which_class_it_is(self, ada: User, eve: Citizen) -> None:
        page = reader(ada).get(address("console:evidence-import")).content.decode()
        offered = page.partition('name="kind"')[2].partition("<option")[2]
        shown = uploaded(ada, listed(f"{eve.reference},{GOOD}"), kind="")

        assert offered.startswith(' value=""')
        assert "moments like 2026-11-20 13:30" in page
        assert "What the list is about: Choose one of the answers." in words(shown)

    def test_names_every_line_that_is_wrong(self, ada: User, eve: Citizen, finn: Citizen) -> None:
        other = citizens.citizen()
        shown = uploaded(
            ada,
            listed(
                f"{eve.reference},{GOOD}",
                f"{other.reference},yesterday,2026-11-21 08:00,case 9,",
                f"{eve.reference},{GOOD}",
                f"{finn.reference},{GOOD}",
                f"nobody,{GOOD}",
            ),
        )

        assert mistakes(shown) == [
            (3, "happened at"),
            (3, "method"),
            (4, "reference"),
            (5, "reference"),
            (6, "reference"),
        ]
        assert "Nothing was filed" in words(shown)
        assert not shown.context["text"]

    def test_answers_alike_who_is_out_of_reach_and_who_is_nobody(
        self, ada: User, finn: Citizen
    ) -> None:
        shown = uploaded(ada, listed(f"{finn.reference},{GOOD}", f"nobody,{GOOD}"))

        said = {str(one.what) for one in shown.context["mistakes"]}
        assert said == {"Nobody like that is known where your office reaches."}

    def test_finds_people_by_document_and_name(self, ada: User) -> None:
        gran = citizens.citizen(person=Person(GRAN.name, GRAN.number))
        head = HEAD.replace("reference", "document number,name", 1)
        lines = [f"{each.number},{each.name},{GOOD}" for each in (GRAN, MOTHER, SON)]
        misnamed = f"{GRAN.number},{SON.name},{GOOD}"

        good = uploaded(ada, listed(lines[0], head=head))
        bad = uploaded(ada, listed(*lines[1:], misnamed, head=head))

        assert gran.reference in good.context["text"]
        assert GRAN.number not in good.content.decode()
        assert [line for line, _column in mistakes(bad)] == [2, 3, 4]

    def test_stops_whoever_tries_names_and_numbers(self, ada: User, settings: Any) -> None:
        tight = {**settings.CITIZENS_BUDGETS["list_line"], "actor": 2}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "list_line": tight}

        answer = uploaded(ada, listed(*[f"nobody{n},{GOOD}" for n in range(3)]))

        assert answer.status_code == 429
        assert Entry.objects.filter(event="budget.tripped").exists()

    def test_refuses_cases_that_are_not_of_the_register(self, ada: User, eve: Citizen) -> None:
        case = evidence.recorded()
        far = evidence.recorded(citizens.citizen(area=areas.area("110201")))
        head = "reference,happened_at,expires_at,case,method"
        moments = "2026-11-14 08:00,2026-11-21 08:00"
        other = citizens.citizen()

        shown = uploaded(
            ada,
            listed(
                f"{eve.reference},{moments},{case.pk},call",
                f"{other.reference},{moments},{far.pk},call",
                head=head,
            ),
        )

        assert mistakes(shown) == [(3, "case number")]

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "empty"),
            (HEAD, "no lines below the head"),
            (f"status,{HEAD}\r\nred,x,{GOOD}", "no column “status”. Begin with its empty list"),
            (f"reference,method\r\nx,{GOOD}", "“happened at” is missing"),
            (f"happened_at,expires_at\r\n{GOOD}", "Say who people are"),
            (f"{HEAD},method\r\nx,{GOOD},y", "stands there twice"),
            (f"{HEAD}\r\nx,{GOOD},y", "Line 2 has more than 5 columns"),
            (b"\xff\xfe\x00\x01", "no text of UTF-8 or GB18030"),
        ],
    )
    def test_refuses_what_is_no_list(self, ada: User, text: Any, problem: str) -> None:
        shown = uploaded(ada, text)

        assert problem in str(shown.context["form"].errors["file"])

    def test_names_the_line_of_a_moment_of_another_age(self, ada: User, eve: Citizen) -> None:
        head = "reference,happened_at,expires_at,onset_at"
        line = f"{eve.reference},2026-11-14 08:00,2026-11-17 08:00,0001-01-01 00:00"

        shown = uploaded(ada, listed(line, head=head), "confirmed_case")

        assert [number for number, _ in mistakes(shown)] == [2]
        assert not shown.context["text"]

    def test_refuses_too_many_lines(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_LIST_LINES = 2

        shown = uploaded(ada, listed(*["x"] * 3))

        assert "more than 2 lines" in str(shown.context["form"].errors["file"])


class TestConfirm:
    def test_files_all_of_it_as_one_batch(self, ada: User, eve: Citizen) -> None:
        other = citizens.citizen()
        shown = uploaded(ada, listed(f"{eve.reference},{GOOD}", f"{other.reference},{GOOD}"))

        said = confirmed(ada, shown)

        assert "Nothing happens before another office has signed." in said
        assert Batch.objects.get().count == 2
        assert {each.citizen for each in Evidence.objects.all()} == {eve, other}
        assert {each.investigator for each in Evidence.objects.all()} == {ada}

    def test_a_second_time_changes_nothing(self, ada: User, eve: Citizen) -> None:
        text = listed(f"{eve.reference},{GOOD}")
        confirmed(ada, uploaded(ada, text))

        said = confirmed(ada, uploaded(ada, text.replace(",", ";").encode("gb18030")))

        assert "This list was filed before. Nothing was filed a second time." in said
        assert Evidence.objects.count() == 1

    def test_files_nothing_of_what_was_changed_meanwhile(self, ada: User, eve: Citizen) -> None:
        shown = uploaded(ada, listed(f"{eve.reference},{GOOD}"))
        changed = shown.context["text"].replace(eve.reference, "nobody")

        said = {**WHY, "kind": str(CLOSE), "text": changed}
        answer = reader(ada).post(address("console:evidence-import-confirm"), said)

        assert "Nothing was filed" in words(answer)
        assert not Evidence.objects.exists()

    def test_shows_what_the_service_finds_wrong(self, ada: User, eve: Citizen) -> None:
        late = "2026-11-14 08:00,2027-11-21 08:00,case 9,call"
        shown = uploaded(ada, listed(f"{eve.reference},{late}"))
        said = {**WHY, "kind": str(CLOSE), "text": shown.context["text"]}

        answer = reader(ada).post(address("console:evidence-import-confirm"), said)

        assert mistakes(answer) == [(2, "counts until")]


class TestTables:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_read_what_spreadsheets_write(self, encoding: str) -> None:
        content = "编号,发生时间,有效期至\r\n甲,乙,丙\r\n".encode(encoding)

        lines = tables.lines_of(tables.text_of(content), EvidenceClass.CONFIRMED_CASE, 10)

        assert dict(lines[0].said) == {"reference": "甲", "happened_at": "乙", "expires_at": "丙"}
        assert lines[0].number == 2

    def test_keep_the_numbers_of_lines_when_some_are_empty(self) -> None:
        text = "reference,happened_at,expires_at\n\n,,\na,b,c\n"

        lines = tables.lines_of(text, EvidenceClass.CONFIRMED_CASE, 10)

        assert [line.number for line in lines] == [4]

    def test_refuse_a_file_that_is_too_large(self) -> None:
        with pytest.raises(NotATable, match="too large"):
            tables.text_of(b"x" * (tables.MOST_BYTES + 1))

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("of", FILED)
    def test_read_their_own_templates(self, of: EvidenceClass, language: str) -> None:
        with translation.override(language):
            template = tables.template(of)
        filled = template + ",".join("x" * 1 for _ in tables.columns_of(of))

        lines = tables.lines_of(tables.text_of(filled.encode()), of, 10)

        assert list(lines[0].said) == tables.columns_of(of)


class TestConfirming:
    def test_says_that_too_much_is_held(self, ada: User, eve: Citizen, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 0
        shown = uploaded(ada, listed(f"{eve.reference},{GOOD}"))

        said = confirmed(ada, shown)

        assert "Filed, and held: with what was filed lately it is too much." in said


class TestTemplate:
    def test_is_a_file_that_spreadsheets_open(self, ada: User) -> None:
        answer = reader(ada).get(address("console:evidence-template", "close_contact"))

        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.content.startswith("\ufeffreference,document number,full name".encode())

    def test_is_of_the_closed_list(self, ada: User) -> None:
        answer = reader(ada).get(address("console:evidence-template", "other"))

        assert answer.status_code == 404
