"""Writes a long Chinese report of invented figures, as DOCX or plain text, with a list of the false relations put into it.

    python benchmarks/make_report.py report.docx [--pages 165] [--seed 1] [--false 20] [--truth truth.json]

A report of 165 pages has 2,240 paragraphs and 200 tables of 24 cells; other lengths keep the proportion. `--heavy` cuts the text of the
DOCX into short runs, as long editing does. Every relation is true but `--false` of them, in which one digit of the result is changed.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

PAGES, PARAGRAPHS, TABLES = 165, 2_240, 200
SUBJECTS = ("机械工程系", "信息工程系", "汽车工程系", "经济管理系", "艺术设计系", "护理系", "建筑工程系", "公共基础部", "继续教育中心", "实训中心")
MATTERS = ("招生", "教学", "实训", "就业", "培训", "科研", "后勤", "资助", "党建", "安全")
FILLERS = (
    "各部门按照年初确定的任务分工，逐项落实责任人和完成时限，按月通报进度，按季组织检查。",
    "工作中坚持问题导向，对检查发现的问题建立台账，整改一项、销号一项。",
    "在此基础上，进一步完善制度，规范流程，加强过程管理，工作质量稳步提高。",
    "下一步将继续加强统筹协调，补齐短板，推动各项工作再上新台阶。",
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Noto Serif CJK SC" w:hAnsi="Noto Serif CJK SC" w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="24"/>'
    '</w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style></w:styles>'
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (style H1, H2), caption (C) or paragraph ("") with its text, or a table with its rows."""

    text: str = ""
    style: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def report(pages: int, seed: int, false: int) -> tuple[list[Part], list[dict[str, str]]]:
    """The parts of a report of about so many pages, and the sentences made false with the figure that would be right."""
    chance = random.Random(seed)
    paragraphs, tables = max(PARAGRAPHS * pages // PAGES, 1), TABLES * pages // PAGES
    wrong = set(chance.sample(range(paragraphs), min(false, paragraphs)))
    parts, truth = [], []
    for number in range(paragraphs):
        if number % 112 == 0:
            parts.append(Part(f"第{number // 112 + 1}章 {chance.choice(MATTERS)}工作", "H1"))
        elif number % 16 == 0:
            parts.append(Part(f"{number // 112 + 1}.{number % 112 // 16} {chance.choice(SUBJECTS)}{chance.choice(MATTERS)}情况", "H2"))
        sentence, right, shown = _sentence(chance, wrong=number in wrong)
        parts.append(Part(f"{sentence}{''.join(chance.sample(FILLERS, chance.choice((0, 1, 1, 2))))}"))
        if number in wrong:
            truth.append({"sentence": sentence, "right": right, "shown": shown})
        if tables and number * tables // paragraphs != (number + 1) * tables // paragraphs:
            parts += _table(chance, number * tables // paragraphs + 1)
    return parts, truth


def _sentence(chance: random.Random, *, wrong: bool) -> tuple[str, str, str]:
    """A sentence with one relation: text, the right figure, the figure shown."""
    subject, matter = chance.choice(SUBJECTS), chance.choice(MATTERS)
    first, second = chance.randint(120, 4_800), chance.randint(60, 2_400)
    kind = chance.randrange(4)
    if kind == 0:
        right = str(first + second)
        shown = _slipped(chance, right) if wrong else right
        return f"{subject}现有在校学生{shown}人，其中高级工{first}人，预备技师{second}人。", right, shown
    if kind == 1:
        right = _percent(second, first + second)
        shown = _slipped(chance, right) if wrong else right
        return f"{subject}{matter}任务共{first + second}项，已完成{second}项，完成率{shown}%。", right, shown
    if kind == 2:
        right = _percent(second, first)
        shown = _slipped(chance, right) if wrong else right
        return f"{subject}全年{matter}收入{first + second}万元，比上年增加{second}万元，增长{shown}%。", right, shown
    right = str(first - second if first > second else second - first)
    shown = _slipped(chance, right) if wrong else right
    verb = "增加" if first > second else "减少"
    return f"{subject}{matter}人数由上年的{second}人{verb}到{first}人，{verb}{shown}人。", right, shown


def _percent(part: int, whole: int) -> str:
    return str((Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _slipped(chance: random.Random, figure: str) -> str:
    place = chance.choice([index for index, sign in enumerate(figure) if sign.isdigit()])
    digit = chance.choice([sign for sign in "123456789" if sign != figure[place]])
    return figure[:place] + digit + figure[place + 1:]


def _table(chance: random.Random, number: int) -> Iterator[Part]:
    rows = [[chance.randint(10, 3_000) for _year in range(3)] for _subject in range(4)]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    names = chance.sample(SUBJECTS, 4)
    yield Part(f"表 {number} 各系{chance.choice(MATTERS)}人数（单位：人）", "C")
    body = tuple((name, *map(str, row)) for name, row in zip(names, rows, strict=True))
    yield Part(rows=(("系部", "2021年", "2022年", "2023年"), *body, ("合计", *map(str, totals))))


def write_text(path: Path, parts: list[Part]) -> None:
    """Plain text: a blank line after each part, cells separated by tabs."""
    texts = ("\n".join("\t".join(row) for row in part.rows) if part.rows else part.text for part in parts)
    path.write_text("\n\n".join(texts) + "\n", encoding="utf-8", newline="")


def write_docx(path: Path | IO[bytes], parts: list[Part], *, heavy: bool) -> None:
    """A DOCX of the least parts that Word and LibreOffice open."""
    written = (_grid(part.rows, heavy=heavy) if part.rows else _paragraph(part.text, part.style, heavy=heavy) for part in parts)
    body = "".join(written)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS.format(_RELATION.format("r1", "officeDocument", "word/document.xml")))
        file.writestr("word/_rels/document.xml.rels", _RELATIONS.format(_RELATION.format("r1", "styles", "styles.xml")))
        file.writestr("word/styles.xml", _STYLES)
        file.writestr("word/document.xml", document)


def _paragraph(text: str, style: str, *, heavy: bool) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    pieces = [text[start:start + 3] for start in range(0, len(text), 3)] if heavy else [text]
    before, after = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">', "</w:t></w:r>"
    runs = "".join(f"{before}{escape(piece)}{after}" for piece in pieces)
    return f"<w:p>{properties}{runs}</w:p>"


def _grid(rows: tuple[tuple[str, ...], ...], *, heavy: bool) -> str:
    columns = "".join('<w:gridCol w:w="2200"/>' for _cell in rows[0])
    cells = (("".join(f"<w:tc><w:tcPr/>{_paragraph(cell, '', heavy=heavy)}</w:tc>" for cell in row)) for row in rows)
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def main() -> None:
    """Write the report that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--false", type=int, default=20)
    parser.add_argument("--heavy", action="store_true")
    parser.add_argument("--truth", type=Path)
    options = parser.parse_args()
    parts, truth = report(options.pages, options.seed, options.false)
    if options.path.suffix == ".docx":
        write_docx(options.path, parts, heavy=options.heavy)
    else:
        write_text(options.path, parts)
    if options.truth:
        options.truth.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    tables = sum(bool(part.rows) for part in parts)
    print(f"{options.path}: {len(parts) - tables} paragraphs, {tables} tables, {len(truth)} false relations")


if __name__ == "__main__":
    main()
