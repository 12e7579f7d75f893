"""Small definitions and books, written into a folder of the test's own the way a user writes them."""

import csv
from pathlib import Path
from textwrap import dedent

from gouji.book import load_book
from gouji.book.tables import EVIDENCE_COLUMNS
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import ORGANISATION_COLUMNS
from gouji.catalogue import load_catalogue
from gouji.messages import GoujiError

SCHOOL = {"code": "s", "name": "测试学校", "kind": "学校"}


def definitions(folder: Path, **rooms: str | list[str]) -> Path:
    """Write definition files (indicators="…", rules=["…", "…"], …) and return their folder; `forms` go to forms/<n>/form.yaml."""
    root = folder / "definitions"
    for room, texts in rooms.items():
        for number, text in enumerate([texts] if isinstance(texts, str) else texts):
            path = root / room / f"{number}" / "form.yaml" if room == "forms" else root / room / f"{number}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
    return root


def catalogue(folder: Path, **rooms: str | list[str]):
    """The catalogue of definitions written for the test."""
    return load_catalogue(definitions(folder, **rooms))


def fact(indicator: str, period: str, value: str, **cells: str) -> dict[str, str]:
    """A row of facts; basis, organisation, breakdown … by name."""
    return {"indicator": indicator, "period": period, "value": value, **cells}


def stated(indicator: str, period: str, value: str, **cells: str) -> dict[str, str]:
    """A row that says what a document states."""
    return fact(indicator, period, value, basis="填报", **cells)


def book_folder(
    folder: Path, facts=(), *, organisations=(SCHOOL,), registers=None, evidence=(), sets=("试",), extra: str = "", encoding: str = "utf-8",
) -> Path:
    """Write a book folder; its own organisation is the first one. `registers` maps names to rows, `extra` is appended to book.yaml."""
    root = folder / "book"
    (root / "facts").mkdir(parents=True, exist_ok=True)
    main = organisations[0]["code"]
    frame = f"title: 测试账簿\norganisation: {main}\nsets: [{', '.join(sets)}]\n"
    (root / "book.yaml").write_text(frame + dedent(extra), encoding="utf-8")
    table(root / "organisations.csv", ORGANISATION_COLUMNS, organisations, encoding)
    table(root / "facts" / "facts.csv", FACT_COLUMNS, facts, encoding)
    for name, rows in (registers or {}).items():
        table(root / "registers" / f"{name}.csv", tuple(dict.fromkeys(column for row in rows for column in row)), rows, encoding)
    if evidence:
        table(root / "evidence.csv", EVIDENCE_COLUMNS, evidence, encoding)
    return root


def book(folder: Path, known, facts=(), **parts):
    """The book written into the folder, read back with a catalogue."""
    return load_book(book_folder(folder, facts, **parts), known)


def table(path: Path, columns, rows, encoding: str = "utf-8") -> None:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def problems(action) -> list[tuple[str, str, int]]:
    """Code, file name and line of each problem that an action ends in; empty where it ends well."""
    try:
        action()
    except GoujiError as error:
        return [(problem.code, Path(problem.place.file).name, problem.place.line) for problem in error.problems]
    return []
