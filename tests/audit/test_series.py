"""A name borne by many values is a series: two of its figures a digit apart, or with two digits exchanged, are no question."""

from __future__ import annotations

import pytest
from reading_of import document_of

from gouji.audit import audit_document

MATTER = "应届毕业生对食堂的满意度为"


def asked(values: list[str]) -> list[str]:
    """The reasons of the restatements that are questioned where each chapter gives the name one of the values."""
    text = "\n\n".join(f"{number}.1 第{number}部分\n\n{MATTER} {value}%。" for number, value in enumerate(values, 1))
    return [claim.reason for claim in audit_document(document_of(text)).claims if claim.reason in ("one-digit", "retyped")]


@pytest.mark.parametrize("pair", [["90.26", "90.36"], ["98.21", "98.12"]])
def test_two_values_are_asked_about_and_a_series_is_not(pair: list[str]) -> None:
    others = [f"{71 + step}.{step}{9 - step}" for step in range(1, 9)]  # no two of them a digit apart
    assert asked(pair) == ["retyped"]  # a digit apart under the same long name is questioned by both rules, the surer stays
    assert asked([*pair, *others]) == []
