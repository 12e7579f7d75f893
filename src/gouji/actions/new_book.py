"""Begin a book: a folder that loads, with the tables of a form laid out for filling in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gouji.actions.transaction import Transaction
from gouji.actions.transaction import commit
from gouji.book import parse_period
from gouji.book.csvrows import rows_text
from gouji.book.tables import EVIDENCE_COLUMNS
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import ORGANISATION_COLUMNS
from gouji.catalogue import Catalogue
from gouji.catalogue import Edition
from gouji.catalogue import Form
from gouji.catalogue import Indicator
from gouji.catalogue.edition import form_formulas
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages.system import reason_of
from gouji.reports.placeholders import properties_needed

FOLDERS = ("facts", "registers", "texts", "evidence")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a book at first: title, its organisation (code, name, kind), and the form to be handed in with its period, if any."""

    title: str
    code: str
    name: str
    kind: str = "学校"
    form: str = ""
    period: str = ""


def new_book(folder: Path, catalogue: Catalogue, beginning: Beginning) -> list[Path]:
    """Make the folder of a book and return the files in it. For a form, every indicator it needs stands in a table with an empty value.

    Raises GoujiError: the folder holds something already (X10), no such form (X11), no form without period (X12), not writable (P20).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GoujiError.of("X10", Place(str(folder)))
    form = _form(catalogue, beginning) if beginning.form else None
    files = {
        "book.yaml": _book_yaml(beginning, form),
        "organisations.csv": rows_text(ORGANISATION_COLUMNS, [{"code": beginning.code, "name": beginning.name, "kind": beginning.kind}]),
        "evidence.csv": rows_text(EVIDENCE_COLUMNS, []),
    }
    if form is not None:
        files |= _entry_tables(catalogue, form, beginning.period)
    _make_folders(folder)
    commit(folder, Transaction(files))
    return [folder / name for name in files]


def _make_folders(folder: Path) -> None:
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GoujiError.of("P20", Place(str(folder)), reason=reason_of(error)) from error


def _form(catalogue: Catalogue, beginning: Beginning) -> Form:
    if not beginning.period:
        raise GoujiError.of("X12", form=beginning.form)
    forms = catalogue.on(parse_period(beginning.period).last).forms
    if beginning.form not in forms:
        raise GoujiError.of("X11", name=beginning.form, known="、".join(sorted(forms)) or "—")
    return forms[beginning.form]


def _book_yaml(beginning: Beginning, form: Form | None) -> str:
    lines = [f"title: {_quoted(beginning.title)}", f"organisation: {_quoted(beginning.code)}"]
    if form is None:
        lines += ["sets: []            # 用到的指标集，可用 gouji definitions list 查看"]
    else:
        lines += [f"sets: [{_quoted(form.set)}]", "forms:", f"  - {{form: {_quoted(form.name)}, period: {_quoted(beginning.period)}}}"]
    names = dict.fromkeys(("编制单位", *(properties_needed(form) if form is not None else ())))
    return "\n".join([*lines, "properties:", *(f"  {name}: {_quoted(_property(name, beginning))}" for name in names), ""])


def _property(name: str, beginning: Beginning) -> str:
    """What a text of the form most likely is: the organisation, or today; else it is left open and the report shows a gap."""
    if name.endswith(("单位", "单位名称")):
        return beginning.name
    today = datetime.now().astimezone().date()
    return f"{today.year}年{today.month}月{today.day}日" if name.endswith("日期") else ""


def _quoted(text: str) -> str:
    """A text as YAML that cannot be misread, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _entry_tables(catalogue: Catalogue, form: Form, period: str) -> dict[str, str]:
    """facts/….csv with a row for each figure the form needs, and registers/….csv with the columns of each register it lists."""
    edition = catalogue.on(parse_period(period).last)
    needed = _needed(edition, form)
    tables = {f"facts/{form.name}.csv": _fact_table(needed, edition, form, period)} if needed else {}
    for name in dict.fromkeys(table.entries for table in form.tables if table.entries):
        columns = [column.name for column in edition.registers[name].columns]
        tables[f"registers/{name}.csv"] = rows_text([*columns, "source", "evidence", "note"], [])
    return tables


def _fact_table(indicators: Iterable[Indicator], edition: Edition, form: Form, period: str) -> str:
    rows = (
        {"indicator": _name(indicator, edition, form), "period": period, "value": "", "unit": indicator.unit, "note": indicator.definition[:40]}
        for indicator in indicators
    )
    return rows_text(FACT_COLUMNS, rows)


def _name(indicator: Indicator, edition: Edition, form: Form) -> str:
    """How the table names the indicator: by its name, or with those above it, where the form's set means it by that; else by its code."""
    for name in (indicator.name, indicator.label):
        if edition.find(form.set, tuple(name.split("/"))) == [indicator]:
            return name
    return indicator.code


def _needed(edition: Edition, form: Form) -> list[Indicator]:
    """The indicators to be typed, in the order of the form: derived ones are replaced by what they derive from."""
    found: dict[str, Indicator] = {}
    for formula, set_name, register in form_formulas(form):
        for part in walk(edition.bind(formula.text, set_name, register)):
            if isinstance(part, Reference) and part.kind == "indicator":
                _take(edition, edition.indicators[part.key], found, set())
    return list(found.values())


def _take(edition: Edition, indicator: Indicator, found: dict[str, Indicator], seen: set[str]) -> None:
    if indicator.code in seen:
        return
    seen.add(indicator.code)
    node = edition.formula(indicator)
    if node is None:
        found.setdefault(indicator.code, indicator)
        return
    for part in walk(node):
        if isinstance(part, Reference) and part.kind == "indicator":
            _take(edition, edition.indicators[part.key], found, seen)
