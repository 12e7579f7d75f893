"""One module per kind of relation. Each has `find(reading) -> Iterator[Claim]`; its docstring is its help text.

A cue (a word, a header, a position) proposes a claim; equality of values only confirms, it never accuses.
"""
