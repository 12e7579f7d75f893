"""A mapping over a mapping says what one dictionary with the same changes says."""

from hypothesis import given
from hypothesis import strategies as st

from gouji.book import layered
from gouji.book.layered import with_changes

keys = st.sampled_from("abcdef")
mappings = st.dictionaries(keys, st.integers(1, 9), max_size=6)


@given(mappings, st.lists(mappings, max_size=5), st.integers(1, 4))
def test_changes_upon_changes(base, changes, thin):
    layered.THIN, before = thin, layered.THIN
    try:
        mapping, plain = base, dict(base)
        for change in changes:
            kept = dict(mapping)
            later = with_changes(mapping, change)
            assert dict(mapping) == kept  # what it was made of stays as it is
            mapping, plain = later, plain | change
        assert dict(mapping) == plain
        assert len(mapping) == len(plain)
        assert all((key in mapping) is (key in plain) and mapping.get(key) == plain.get(key) for key in "abcdef")
    finally:
        layered.THIN = before
