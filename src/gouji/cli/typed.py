"""The words typed for an option or argument become values here where that is plain; only for the rest the command-line library asks pydantic,
whose loading takes a third of the start of a command.
"""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import Any
from typing import get_args
from typing import get_origin

_ASK = object()


class Typed:
    """What the command-line library asks to turn the words typed for one parameter into its value."""

    def __init__(self, parameter: Any) -> None:
        described = parameter.type_descriptor
        own = described.parameter_info
        plain = own.parser is None and own.case_sensitive and not (own.exists or own.writable or own.resolve_path or own.allow_dash)
        self._kind = described.annotation if plain else None
        self._library = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value for what was typed. Raises what the library raises where it is wrong."""
        found = _value(value, self._kind, several=param.multiple or param.nargs == -1)
        return self._library().coerce(value, param=param, ctx=ctx) if found is _ASK else found


def in_short(parameters: list[Any]) -> list[Any]:
    """These parameters, to be read by `Typed` where the library has what it replaces."""
    for parameter in parameters:
        if hasattr(parameter, "get_runtime_param") and "get_runtime_param" not in vars(parameter):
            short = Typed(parameter)
            parameter.get_runtime_param = lambda short=short: short
    return parameters


def _value(typed: Any, kind: Any, *, several: bool) -> Any:
    """The value of that kind, _ASK where the library should be asked."""
    if typed is None:
        return () if several else None
    if several and get_origin(kind) is list and isinstance(typed, (list, tuple)):
        values = [_single(each, get_args(kind)[0]) for each in typed]
        return _ASK if _ASK in values else values
    return _single(typed, kind)


def _single(typed: Any, kind: Any) -> Any:
    if not isinstance(kind, type):
        return _ASK
    if kind is str or (issubclass(kind, Enum) and isinstance(typed, kind)):
        return typed if isinstance(typed, kind) else _ASK
    if not isinstance(typed, str):
        return _ASK
    if kind is Path:  # the library says so where something is there that must not be read
        return Path(typed) if not Path(typed).exists() or os.access(typed, os.R_OK) else _ASK
    return next((each for each in kind if each.value == typed), _ASK) if issubclass(kind, Enum) else _ASK
