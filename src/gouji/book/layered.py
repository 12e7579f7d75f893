"""A mapping over a mapping: changes lie in a thin layer on top, so that a book of a million facts takes one more without being copied."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
THIN = 1000  # more changes than this are laid into the base


class Layered(Mapping[K, V]):
    """Immutable; `with_changes` gives another one that shares the base."""

    __slots__ = ("_base", "_top")

    def __init__(self, base: Mapping[K, V], top: Mapping[K, V]) -> None:
        self._base = base
        self._top = top

    def __getitem__(self, key: K) -> V:
        found = self._top.get(key)
        return found if found is not None else self._base[key]

    def __contains__(self, key: object) -> bool:
        return key in self._top or key in self._base

    def __iter__(self) -> Iterator[K]:
        yield from self._base
        yield from (key for key in self._top if key not in self._base)

    def __len__(self) -> int:
        return len(self._base) + sum(key not in self._base for key in self._top)


def with_changes(mapping: Mapping[K, V], changes: Mapping[K, V]) -> Mapping[K, V]:
    """The mapping with these changes (no value is None); the mapping itself stays as it is."""
    base, top = (mapping._base, mapping._top) if isinstance(mapping, Layered) else (mapping, {})  # noqa: SLF001  # of the same class
    merged = {**top, **changes}
    return Layered(base, merged) if len(merged) <= THIN else {**base, **merged}
