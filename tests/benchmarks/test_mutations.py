"""The mutated files of the fuzz benchmark: the same for a seed and number, sound files sound, every damage met."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from mutations import KINDS  # noqa: E402
from mutations import case  # noqa: E402
from mutations import sound_files  # noqa: E402

from gouji.audit import audit_document  # noqa: E402
from gouji.papers.documents import read_document  # noqa: E402

SOUND = sound_files()


@pytest.mark.parametrize("kind", KINDS)
def test_sound_files_are_read_and_have_numbers(kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(SOUND[kind])
    assert audit_document(read_document(path)).coverage.measured > 3


def test_a_case_is_the_same_each_time_and_formats_take_turns():
    assert case(5, 17, SOUND) == case(5, 17, SOUND)
    assert [case(1, number, SOUND)[0] for number in range(len(KINDS))] == list(KINDS)
    damages = {case(1, number, SOUND)[:2] for number in range(90)}
    assert {"flipped", "cut", "spoilt_part", "spoilt_zip", "bomb", "spoilt_object", "nested", "entities", "lengthened"} <= {damage for _kind, damage in damages}
