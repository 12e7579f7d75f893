"""机构: a dated tree of province, city, county, school, department; membership may change without rewriting the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gouji.messages import GoujiError
from gouji.messages import Place


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation during a stretch of time: `first` and `last` bound the row (None is open)."""

    code: str
    name: str
    kind: str
    parent: str
    first: date | None
    last: date | None
    attributes: dict[str, str]
    aliases: tuple[str, ...]
    place: Place = Place()

    def exists_on(self, day: date) -> bool:
        """Whether the row counts on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Organisations:
    """All rows of all times; answers for a day."""

    def __init__(self, rows: tuple[Organisation, ...]) -> None:
        self.rows = rows
        self._by_code: dict[str, list[Organisation]] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        for row in rows:
            self._by_code.setdefault(row.code, []).append(row)
            for name in (row.name, *row.aliases):
                self._by_name.setdefault(name, {})[row.code] = None
        self._children: dict[date, dict[str, tuple[str, ...]]] = {}
        self._check()

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def codes(self) -> tuple[str, ...]:
        """All codes in the order of the file."""
        return tuple(self._by_code)

    def code_of(self, name: str) -> str | None:
        """The code of a code, name or alias; None where unknown. Raises GoujiError B38 where several organisations bear the name."""
        if name in self._by_code:
            return name
        codes = tuple(self._by_name.get(name, ()))
        if len(codes) > 1:
            raise GoujiError.of("B38", name=name, codes="、".join(codes))
        return codes[0] if codes else None

    def on(self, code: str, day: date) -> Organisation | None:
        """The organisation as it was on a day (its nearest row where none covers the day); None where the code is unknown."""
        rows = self._by_code.get(code)
        if rows is None:
            return None
        return next((row for row in rows if row.exists_on(day)), rows[-1])

    def name(self, code: str) -> str:
        """The newest name of a code; the code itself where unknown."""
        rows = self._by_code.get(code)
        return rows[-1].name if rows else code

    def children(self, code: str, day: date) -> tuple[str, ...]:
        """The direct sub-organisations on a day, in the order of the file."""
        if day not in self._children:
            table: dict[str, list[str]] = {}
            for row in self.rows:
                if row.parent and row.exists_on(day):
                    table.setdefault(row.parent, []).append(row.code)
            self._children[day] = {parent: tuple(below) for parent, below in table.items()}
        return self._children[day].get(code, ())

    def below(self, code: str, day: date) -> tuple[str, ...]:
        """The organisation and everything under it on a day."""
        found, pending = [], [code]
        while pending:
            current = pending.pop()
            found.append(current)
            pending.extend(self.children(current, day))
        return tuple(found)

    def _check(self) -> None:
        for row in self.rows:
            if row.parent and row.parent not in self._by_code:
                raise GoujiError.of("B02", row.place, name=row.parent)
            for other in self._by_code[row.code]:
                if other is not row and other.exists_on(row.first or date.min):
                    raise GoujiError.of("B39", row.place, name=row.name, other=str(other.place))
            self._refuse_circle(row)

    def _refuse_circle(self, row: Organisation) -> None:
        """Of rows that make a circle one is the last to begin; on its first day the circle is closed."""
        day = row.first or date.min
        seen, current = {row.code}, row.parent
        while current:
            if current in seen:
                raise GoujiError.of("B03", row.place, name=row.name)
            seen.add(current)
            current = next((above.parent for above in self._by_code[current] if above.exists_on(day)), "")
