"""What the global options ask for, as the commands see it; and opening a book in its sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.book import Book
    from gouji.catalogue import Catalogue


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of definitions (as typed) and the moment to look at (None: now)."""

    definitions: tuple[str, ...] = ()
    as_of: datetime | None = None

    def catalogue(self) -> Catalogue:
        """The definitions asked for. Raises GoujiError with every mistake in them."""
        from gouji.actions.open_book import load_definitions

        return load_definitions(self.definitions)

    def book(self, folder: Path) -> Book:
        """The book of a folder as asked for; what is not recorded yet is mentioned on stderr. Raises GoujiError."""
        from gouji.actions.open_book import open_book
        from gouji.cli.output import say_aside

        loaded = open_book(folder, self.catalogue(), self.as_of)
        for notice in loaded.notices:
            say_aside(str(notice))
        if loaded.pending and (folder / "history").is_dir():
            say_aside(_("有 {count} 处改动尚未记入历史（gouji record {folder}）").format(count=len(loaded.pending), folder=folder))
        return loaded.book

    def for_writing(self) -> Settings:
        """These settings, where they let a book be written. Raises GoujiError X05 where they look at the past."""
        if self.as_of is not None:
            raise GoujiError.of("X05")
        return self


def settings_of(context: typer.Context) -> Settings:
    """The settings of a running command."""
    settings = context.obj
    assert isinstance(settings, Settings), "the callback of the program puts them there"
    return settings


def one_of(names: dict[str, str]) -> Callable[[str], str]:
    """A reader of an option's value that takes any of the names (in any case) and gives what it stands for."""

    def read(text: str) -> str:
        if text.lower() not in names:
            raise typer.BadParameter(_("“{text}”不在可选的值 {names} 之中。").format(text=text, names="、".join(names)))
        return names[text.lower()]

    return read
