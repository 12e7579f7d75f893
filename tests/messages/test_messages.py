"""Problems as people read them: place, code, message, advice; one language at a time."""

import contextvars

import pytest

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import current_language
from gouji.messages import translate
from gouji.messages import use_language
from gouji.messages.codes import CODES


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("book.yaml"), "book.yaml"),
        (Place("rules/a.yaml", 12), "rules/a.yaml:12"),
        (Place("rules/a.yaml", 12, 7), "rules/a.yaml:12:7"),
        (Place("rules/a.yaml", 0, 7), "rules/a.yaml"),  # a column without its line says nothing
        (Place("数据.xlsx", cell="表1!C5"), "数据.xlsx 表1!C5"),
        (Place(line=3, column=2), "3:2"),
        (Place(cell="C5"), "C5"),
    ],
)
def test_a_place_reads_as_editors_and_excel_write_it(place, text):
    assert str(place) == text


def test_a_problem_says_where_what_and_what_to_do():
    problem = Problem("N03", Place("facts/a.csv", 4, 7), {"unit": "斗"})
    assert problem.message() == "不认识单位“斗”。"
    assert problem.advice() == "请核对单位写法。"
    assert str(problem) == "facts/a.csv:4:7: [N03] 不认识单位“斗”。 请核对单位写法。"


def test_a_problem_without_place_begins_with_its_code():
    assert str(Problem("N03", params={"unit": "斗"})).startswith("[N03] ")


def test_a_problem_without_advice_ends_with_its_message(monkeypatch):
    monkeypatch.setitem(CODES, "X99", ("坏了。", ""))
    assert Problem("X99").advice() == ""
    assert str(Problem("X99")) == "[X99] 坏了。"
    use_language("en")
    assert Problem("X99").advice() == ""


def test_what_a_person_typed_is_never_read_as_a_placeholder():
    assert Problem("N01", params={"text": "{unit}"}).message() == "“{unit}”不是数字。"


def test_an_unknown_code_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Problem("Z00").message()


def test_an_error_lists_its_problems_a_line_each():
    error = GoujiError(Problem("N03", params={"unit": "斗"}), Problem("N03", params={"unit": "升"}))
    assert [problem.params["unit"] for problem in error.problems] == ["斗", "升"]
    assert str(error).splitlines() == ["[N03] 不认识单位“斗”。 请核对单位写法。", "[N03] 不认识单位“升”。 请核对单位写法。"]


def test_of_makes_an_error_with_one_problem():
    error = GoujiError.of("N03", Place("a.csv", 2), unit="斗")
    assert error.problems == (Problem("N03", Place("a.csv", 2), {"unit": "斗"}),)
    assert GoujiError.of("N03", unit="斗").problems[0].place == Place()


def test_english_is_what_is_asked_for_when_it_is_asked_for():
    problem = Problem("N03", params={"unit": "斗"})
    use_language("en")
    assert current_language() == "en"
    assert "斗" in problem.message()
    assert problem.message() != "不认识单位“斗”。"
    use_language("zh")
    assert problem.message() == "不认识单位“斗”。"


@pytest.mark.parametrize("language", ["fr", "", "zh_CN.UTF-8"])
def test_any_other_language_counts_as_chinese(language):
    use_language("en")
    use_language(language)
    assert current_language() == "zh"


def test_a_text_without_translation_stays_chinese():
    use_language("en")
    assert translate("这句话没有人翻译过") == "这句话没有人翻译过"
    assert translate("") == ""


def test_the_language_of_one_context_does_not_reach_another():
    contextvars.copy_context().run(use_language, "en")
    assert current_language() == "zh"


def test_a_mark_for_translators_is_read_by_nobody():
    assert translate("账号¦多") == "账号"
    use_language("en")
    assert translate("账号¦多") == "Accounts"
    assert translate("没有译文¦多") == "没有译文"
