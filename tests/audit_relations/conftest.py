"""Reads a text of our own making and asks one relation about it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest

from gouji.audit.claims import Claim
from gouji.audit.reading import Reading
from gouji.audit.reading import read
from gouji.papers.documents import read_document

Ask = Callable[[Callable[[Reading], Iterator[Claim]], str], list[tuple[str, str, str]]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """`ask(find, text)`: the claims as (kind, printed number, verdict), in order; their numbers are checked to stand where they say."""

    def asked(find: Callable[[Reading], Iterator[Claim]], text: str) -> list[tuple[str, str, str]]:
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8", newline="")
        claims = list(find(read(read_document(path))))
        for claim in claims:
            for spot in claim.spots:
                assert text[spot.start:spot.end] == spot.value
        return [(claim.kind, claim.claim.value, claim.verdict.value) for claim in claims]

    return asked
