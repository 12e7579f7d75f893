import pytest

from gouji.messages import GoujiError
from gouji.messages import use_language
from gouji.messages.system import reason_of
from gouji.papers.documents import read_document
from gouji.papers.files import write_whole
from gouji.papers.tables import read_table


def reason(error, language="zh"):
    use_language(language)
    try:
        return reason_of(error)
    finally:
        use_language("zh")


@pytest.mark.parametrize(("number", "words"), [(2, "没有这个文件或文件夹"), (21, "这是文件夹，不是文件"), (17, "已有同名"), (1, "不允许"), (13, "没有权限"), (28, "已满")])
def test_what_the_system_says_is_told_in_chinese(number, words):
    assert words in reason(OSError(number, "English"))


def test_rare_reasons_stay_in_the_words_of_the_system():
    assert reason(OSError(9999, "Something rare")) == "Something rare"
    assert reason(OSError("no number")) == "no number"


@pytest.mark.parametrize(("ask", "code", "words"), [
    (lambda folder: read_document(folder / "没有.docx"), "D02", "没有这个文件"),
    (lambda folder: read_table(folder / "没有.csv"), "P50", "没有这个文件"),
    (read_table, "P50", "这是文件夹"),
    (lambda folder: write_whole(folder / "一" / "二", b""), "P20", "已有同名"),
])
def test_files_that_cannot_be_opened_or_written(tmp_path, ask, code, words):
    (tmp_path / "一").write_text("")
    with pytest.raises(GoujiError) as caught:
        ask(tmp_path)
    assert [each.code for each in caught.value.problems] == [code]
    assert words in caught.value.problems[0].message()
