"""Where a formula is evaluated: organisation, period, breakdown, perhaps one entry of a register."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace

from gouji.book import Entry
from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import breakdown_text


@dataclass(frozen=True, slots=True)
class Context:
    """A place for a formula. `as_filled` takes derived indicators as they were stated; `entry` gives the columns their values,
    `outer` those of 本条().
    """

    organisation: str
    period: Period
    breakdown: str = ""
    as_filled: bool = False
    entry: Entry | None = None
    outer: Entry | None = None

    def at(self, entry: Entry) -> Context:
        """The same place at an entry of a register; the entry at hand so far becomes the outer one (本条)."""
        return replace(self, entry=entry, outer=self.entry)

    def sliced(self, dimension: str, value: str) -> Context:
        """The same place, one value of a breakdown dimension fixed."""
        return replace(self, breakdown=breakdown_text({**breakdown_parts(self.breakdown), dimension: value}))
