"""Evidence that is not there, or no longer what it was."""

from hashlib import sha256

import pytest

from builders import book
from builders import book_folder
from builders import catalogue
from builders import fact
from gouji.book import load_book
from gouji.reckon.evidence import check_evidence

DEFINITIONS = "set: 试\ntitle: 试\nindicators:\n  - {code: A, name: 甲, unit: 人}\n"
HASH = sha256("通知".encode()).hexdigest()


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS)


@pytest.mark.parametrize(("file", "digest", "rule"), [
    ("通知.txt", HASH, []), ("通知.txt", HASH.upper(), []), ("通知.txt", "", []),     # without a hash there is nothing to differ from
    ("通知.txt", "0" * 64, ["G-04"]), ("批复.txt", HASH, ["G-03"]), ("批复.txt", "", ["G-03"]),
    ("", "", []),                                                                       # an original on paper
])
def test_missing_and_altered_files_are_found(tmp_path, known, file, digest, rule):
    folder = book_folder(tmp_path, [fact("甲", "2024", "5", evidence="E1")], evidence=[{"id": "E1", "file": file, "title": "通知", "sha256": digest}])
    (folder / "evidence").mkdir()
    (folder / "evidence" / "通知.txt").write_bytes("通知".encode())
    found = check_evidence(load_book(folder, known))
    assert [finding.rule for finding in found] == rule
    for finding in found:
        assert (finding.severity, finding.subject, finding.place.line, finding.as_record()["verdict"]) == ("错误", "E1 通知", 2, "contradicts")
        assert file in finding.message


def test_a_book_without_evidence_has_none_missing(tmp_path, known):
    assert check_evidence(book(tmp_path, known)) == ()
