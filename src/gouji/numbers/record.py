"""Values of which a document makes tens of thousands: a number, its interval, its place, its words."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TypeVar
from typing import dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[T]) -> type[T]:
    """A frozen, slotted dataclass that is made eight times as fast: the type checker lets nobody change one, at run time nothing watches.

    `@dataclass(frozen=True)` sets every field by way of a function that is allowed to, which costs more than all the rest of making it.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)
