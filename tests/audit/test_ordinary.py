"""The short way for most numbers says of a number exactly what the long way says."""

from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from gouji.audit.tokens import dates
from gouji.audit.tokens import measures
from gouji.audit.tokens import names
from gouji.audit.tokens.ordinary import ordinary

BESIDE = '第前表图案例\t\n\r 。，,、.-+—~至到:：/×x@_(（“"近约年月日号级强后名人%万元个项多余大以上G'
PIECES = st.sampled_from([*BESIDE, *"0123456789", "19", "20", "985", "2023", "139", "4,321", "67.5", "9.99", "0.5", "12345", "……", "百分", "工业"])
TEXTS = st.lists(PIECES, min_size=2, max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("系部\t139\t587\n合计\t4057\n")
@example("完成率66.88%，比上年增加3000万元")
@example("……\t123\n")
@example("表\n123.4\n.5%")
def test_an_ordinary_number_is_nothing_else(text):
    for start, sign in enumerate(text):
        if not sign.isascii() or not sign.isdigit() or not (printed := ordinary(text, start)):
            continue
        assert (dates.digits(text, start), names.digits(text, start)) == (start, start)
        assert measures.ordinary(text, start, printed) == measures.digits(text, start)


def test_most_numbers_of_reports_are_ordinary():
    text = "人数由上年的2272人增加到4327人，完成率66.88%。\n机械工程系\t139\t587\n"
    assert [ordinary(text, text.index(printed)) for printed in ("2272", "4327", "66.88", "139", "587")] == ["2272", "4327", "66.88", "139", "587"]
