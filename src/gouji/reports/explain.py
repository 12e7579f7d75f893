"""Explanations: where a figure comes from, as plain data for the page, as a tree of text for the terminal, as nested records for machines.

The form of the plain data is that of `gouji.papers.html.Page`: one dict per figure, operands named by id.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from gouji.book import Book
from gouji.book import Entry
from gouji.book import Fact
from gouji.formulas import Missing
from gouji.messages import translate as _
from gouji.reckon import Context
from gouji.reckon import Evaluated
from gouji.reckon import Operand
from gouji.reckon import Result
from gouji.reckon import Tally
from gouji.reckon.results import HIDDEN
from gouji.reports.differences import stated_text
from gouji.reports.differences import verdict_of

Explanation = dict[str, Any]
MOST_ENTRIES = 200
MOST_COLUMNS = 8
_INDENT = "  "


class Explainer:
    """Gathers the explanations of a document. Every figure, whether printed or only an operand, has one id and one explanation."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.records: dict[str, Explanation] = {}
        self._ids: dict[Hashable, str] = {}

    def keys(self) -> dict[str, Hashable]:
        """What each id is about: the key of an indicator's figure (see operand_key), or a tuple that begins with tally, formula or entry."""
        return {name: key for key, name in self._ids.items()}

    def figure(self, operand: Operand) -> str:
        """The id of a figure or tally; explains it and everything under it on first sight."""
        key = operand_key(operand)
        known = self._ids.get(key)
        if known is not None:
            return known
        name, record = self._new(key)
        record.update(result_record(operand, self.book) if isinstance(operand, Result) else tally_record(operand, self.book))
        if isinstance(operand, Result) and operand.operands:
            record["operands"] = [self.figure(below) for below in operand.operands]
        return name

    def formula(self, evaluated: Evaluated, context: Context, printed: str) -> str:
        """The id of the value of a formula that is not an indicator of its own."""
        entry = context.entry
        row = (entry.register, entry.number) if entry is not None else None
        key = ("formula", evaluated.formula, context.organisation, context.period.text, context.breakdown, row)
        known = self._ids.get(key)
        if known is not None:
            return known
        name, record = self._new(key)
        record.update(
            label=evaluated.formula, organisation=self.book.organisations.name(context.organisation), period=context.period.text,
            value=printed, formula=evaluated.formula, filled=evaluated.filled, origin="推算",
        )
        if evaluated.operands:
            record["operands"] = [self.figure(operand) for operand in evaluated.operands]
        if entry is not None:
            record["entries"] = [entry_record(entry, self.book)]
        return name

    def entry(self, entry: Entry, column: str, printed: str) -> str:
        """The id of a figure in a column of a register's entry."""
        key = ("entry", entry.register, entry.number, column)
        known = self._ids.get(key)
        if known is not None:
            return known
        name, record = self._new(key)
        record.update(label=column, value=printed, origin="台账", entries=[entry_record(entry, self.book)])
        unit = entry.figures[column].unit if column in entry.figures else ""
        optional = {"unit": unit, "source": entry.source, "evidence": evidence_texts(entry.evidence, self.book), "note": entry.note}
        record.update({key: value for key, value in optional.items() if value})
        return name

    def _new(self, key: Hashable) -> tuple[str, Explanation]:
        name = self._ids[key] = f"n{len(self._ids) + 1}"
        record: Explanation = {}
        self.records[name] = record
        return name, record


def operand_key(operand: Operand) -> Hashable:
    """What makes two figures the same figure: what they are about and where their value comes from."""
    if isinstance(operand, Tally):
        return ("tally", operand.label, str(operand.value), tuple((entry.register, entry.number) for entry in operand.entries))
    return (*operand.key, operand.origin, operand.fact.source if operand.fact is not None else "")


def result_record(result: Result, book: Book) -> Explanation:
    """The explanation of a figure without its operands."""
    indicator, fact = result.indicator, result.fact
    record: Explanation = {
        "label": result.label, "organisation": book.organisations.name(result.organisation), "period": result.period.text,
        "value": result.printed, "unit": indicator.unit if indicator.unit != ":1" and not result.missing else "", "formula": result.formula,
        "filled": result.filled, "origin": result.origin, "definition": indicator.definition,
        "version": book.edition(result.period).fingerprint(indicator), "note": _note(result, book),
        "stated": [stated_record(each, result, book) for each in _beside(result)],
    }
    if fact is not None:
        record.update(fact_record(fact, book))
    return {key: value for key, value in record.items() if value}


def fact_record(fact: Fact, book: Book) -> Explanation:
    """Source, evidence, author and time of a fact."""
    time = fact.recorded.strftime("%Y-%m-%d %H:%M") if fact.recorded else ""
    return {"source": fact.source, "evidence": evidence_texts(fact.evidence, book), "author": fact.author, "time": time}


def stated_record(fact: Fact, result: Result, book: Book) -> Explanation:
    """A stated figure beside the book's own: what it says, where, and the verdict."""
    verdict = verdict_of(fact, result).value
    return {"value": stated_text(fact), "source": fact.source or "出处未写", "verdict": verdict, **_evidence_of(fact, book)}


def tally_record(tally: Tally, book: Book) -> Explanation:
    """The explanation of a count over a register: the entries that took part, personal columns hidden."""
    shown = [entry_record(entry, book) for entry in tally.entries[:MOST_ENTRIES]]
    record: Explanation = {"label": tally.label, "value": tally.printed, "origin": "台账", "entries": shown}
    left_out = len(tally.entries) - len(shown)
    if left_out > 0:
        record["note"] = f"另有 {left_out} 条记录未列出。"
    return record


def entry_record(entry: Entry, book: Book) -> dict[str, str]:
    """An entry by its columns that are not empty, personal ones hidden."""
    register = next((each for each in book.catalogue.registers if each.name == entry.register), None)
    personal = {column.name for column in register.columns if column.personal} if register is not None else set()
    filled = [(name, HIDDEN if name in personal else text) for name, text in entry.texts.items() if text]
    return dict(filled[:MOST_COLUMNS])


def evidence_texts(references: tuple[str, ...], book: Book) -> list[str]:
    """Evidence as people read it: number, title and place in the file: E01 年度报告（第3页）."""
    texts = []
    for reference in references:
        name, _sign, anchor = reference.partition("#")
        evidence = book.evidence.get(name)
        title = f"{name} {evidence.title}" if evidence is not None else name
        texts.append(f"{title}（{anchor}）" if anchor else title)
    return texts


def explain_text(operand: Operand, book: Book, depth: int = 12) -> list[str]:
    """The explanation as indented lines, operands under what follows from them, at most `depth` levels."""
    if isinstance(operand, Tally):
        return [_("{label} ＝ {value}（{count} 条记录）").format(label=operand.label, value=operand.printed, count=len(operand.entries))]
    record = result_record(operand, book)
    place = _("，").join(part for part in (record["organisation"], record["period"]) if part)
    lines = [
        _("{label}（{place}）＝ {value}{unit} 〔{origin}〕").format(
            label=record["label"], place=place, value=record["value"], unit=record.get("unit", ""), origin=_origin(record["origin"]),
        ),
    ]
    lines += [_INDENT + line for line in _details(record)]
    if depth > 1:
        lines += [_INDENT + line for below in operand.operands for line in explain_text(below, book, depth - 1)]
    return lines


def explain_record(operand: Operand, book: Book, depth: int = 12) -> Explanation:
    """The explanation as nested plain data, at most `depth` levels."""
    if isinstance(operand, Tally):
        return tally_record(operand, book)
    record = result_record(operand, book)
    if operand.operands and depth > 1:
        record["operands"] = [explain_record(below, book, depth - 1) for below in operand.operands]
    return record


def _details(record: Explanation) -> list[str]:
    names = (("formula", _("公式")), ("filled", _("代入")), ("source", _("出处")), ("author", _("填报人")), ("time", _("时间")))
    lines = [_("{title}：{text}").format(title=title, text=record[key]) for key, title in names if record.get(key)]
    if record.get("evidence"):
        lines.append(_("{title}：{text}").format(title=_("佐证"), text=_("；").join(record["evidence"])))
    stated = record.get("stated", ())
    return lines + [_told(each) for each in stated]


def _told(stated: Explanation) -> str:
    words = _("另处填报：{value}（{source}）—— {verdict}")
    return words.format(value=stated["value"], source=stated["source"], verdict=_verdict(stated["verdict"]))


def _origin(origin: str) -> str:
    words = {"事实": _("事实"), "推算": _("推算"), "汇总": _("汇总"), "填报": _("填报"), "缺": _("缺")}
    return words[origin]


def _verdict(verdict: str) -> str:
    words = {
        "holds": _("相符"), "truncated": _("截位"), "contradicts": _("不同"), "suspicious": _("可疑"), "not_assessable": _("不可评"),
    }
    return words[verdict]


def _beside(result: Result) -> tuple[Fact, ...]:
    """The stated figures that stand beside the one shown."""
    return tuple(fact for fact in result.stated if fact is not result.fact)


def _evidence_of(fact: Fact, book: Book) -> Explanation:
    return {"evidence": evidence_texts(fact.evidence, book)} if fact.evidence else {}


def _note(result: Result, book: Book) -> str:
    parts = []
    if isinstance(result.value, Missing) and result.value.names and result.value.kind == "缺数据":
        parts.append("缺：{names}".format(names="、".join(result.value.names)))
    if result.indicator.definition:
        parts.append("口径：{text}".format(text=result.indicator.definition.rstrip("。")))
    if result.fact is not None and result.fact.note:
        parts.append("备注：{text}".format(text=result.fact.note.rstrip("。")))
    parts.append(f"定义版本 {book.edition(result.period).fingerprint(result.indicator)}")
    return "；".join(parts) + "。"
