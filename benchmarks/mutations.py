"""Hostile and damaged documents for the fuzz benchmark: small sound files of every format, and ways of spoiling them.

`case(seed, number, sound)` always makes the same file. Formats take turns, so that every format meets every kind of damage.
"""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

from make_report import report
from make_report import write_docx
from openpyxl import Workbook

KINDS = ("docx", "pdf", "xlsx", "html", "md", "txt")
GIANT = ("9" * 400, "1e999999999", "1E+308", "0." + "0" * 300 + "1", "-" + "9" * 5_000, "９" * 300, "万" * 500, "1:" * 300 + "1", "十" * 2_000, "½" * 50, "12,34" * 400)
WEIRD = ("\0", "\ud7ff", "\u202e", "\ufeff", "\u2028", "\x0b", "\U0001d7ce", "\u0660", "²", "⑩", "㎡" * 9, "\r", "\t" * 200, "|" * 300, "（" * 400, "%" * 200, "{{", "表 1 ", "合计\t")
_TEXT = """# 一、基本情况

在校生6079人，其中高级工3846人，预备技师1275人，中级工958人，高级工占63.27%，比上年的5761人增加318人，增长5.52%。

表 1 各系人数（单位：人）

| 系部 | 2022年 | 2023年 |
| --- | --- | --- |
| 机械系 | 1034 | 1187 |
| 信息系 | 812 | 905 |
| 合计 | 1846 | 2092 |

一是加强管理；二是改善条件；三是提高质量。经费2.5亿元，完成率96.5%，不少于300万元，100余场，3至5万元，生师比17.6:1。
"""
_HTML = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>报告</title></head><body><h1>一、规模</h1><p>在校生<b>60</b>79人，其中男生4000人，女生2079人。</p>"
    "<table><caption>表 1</caption><tr><th colspan='2'>系部</th><th>2023年</th></tr><tr><td rowspan='2'>机械</td><td>男</td><td>1034</td></tr>"
    "<tr><td>女</td><td>412</td></tr><tr><td colspan='2'>合计</td><td>1446</td></tr></table><ul><li>一是1项</li><li>二是2项</li></ul></body></html>"
)


def sound_files() -> dict[str, bytes]:
    """A small sound file of every format."""
    parts, _truth = report(2, 1, 0)
    docx, workbook, xlsx = io.BytesIO(), Workbook(), io.BytesIO()
    write_docx(docx, parts, heavy=False)
    sheet = workbook.worksheets[0]
    for row in (["各系人数（单位：人）"], ["系部", "2022年", "2023年", "增长"], ["机械系", 1034, 1187, 0.148], ["信息系", 812, "905", 0.1145], ["合计", "=SUM(B3:B4)", 2092, "13.3%"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    workbook.save(xlsx)
    return {"docx": docx.getvalue(), "pdf": _pdf(), "xlsx": xlsx.getvalue(), "html": _HTML.encode(), "md": _TEXT.encode(), "txt": _TEXT.replace("| ", "").replace(" |", "\t").encode()}


def _pdf() -> bytes:
    """A PDF of two pages with text in Helvetica and a drawn table."""
    shown = "".join(f"BT /F1 10 Tf 72 {700 - 14 * line} Td (Row {line}: {line * 37} 12.5% 3,200) Tj ET\n" for line in range(30))
    drawn = "".join(f"{72 + 80 * step} 100 m {72 + 80 * step} 160 l S 72 {100 + 20 * step} m 312 {100 + 20 * step} l S\n" for step in range(4))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for number, stream in enumerate((shown, shown + drawn)):
        bodies += [
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{text}xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{entries}trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF".encode("latin-1")


def case(seed: int, number: int, sound: dict[str, bytes]) -> tuple[str, str, bytes]:
    """The kind of file, the damage done and the bytes of a case."""
    chance = random.Random(seed * 1_000_003 + number)
    kind = KINDS[number % len(KINDS)]
    damages = (*ANY, *(ZIPPED if kind in {"docx", "xlsx"} else PAPER if kind == "pdf" else WRITTEN))
    damage = damages[number // len(KINDS) % len(damages)]
    return kind, damage.__name__.strip("_"), damage(chance, sound[kind])


def _flipped(chance: random.Random, content: bytes) -> bytes:
    """Some bytes are others."""
    data = bytearray(content)
    for _time in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: random.Random, content: bytes) -> bytes:
    """The end is missing, or a piece in the middle."""
    first, last = sorted(chance.randrange(len(content)) for _end in range(2))
    return content[:first] if chance.random() < 0.5 else content[:first] + content[last:]


def _repeated(chance: random.Random, content: bytes) -> bytes:
    """A piece stands many times."""
    first = chance.randrange(len(content))
    piece = content[first:first + chance.choice((1, 4, 64, 2_000))]
    return content[:first] + piece * min(chance.choice((2, 100, 20_000)), 100_000 // len(piece)) + content[first:]


def _joined(chance: random.Random, content: bytes) -> bytes:
    """Noise before, behind or in place of the rest."""
    noise = chance.randbytes(chance.choice((3, 500, 20_000)))
    return chance.choice((noise + content, content + noise, content[:chance.randrange(len(content))] + noise, noise))


def _spoilt_part(chance: random.Random, content: bytes) -> bytes:
    """The XML of one part of the package is spoilt, the zip around it sound."""
    def spoil(name: str, data: bytes) -> bytes:
        return chance.choice(WRITTEN)(chance, data) if name == chosen else data
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    chosen = chance.choice([name for name in names if "document" in name or "sheet" in name] if chance.random() < 0.7 else names)
    return _packed(content, spoil)


def _spoilt_zip(chance: random.Random, content: bytes) -> bytes:
    """Members left out, doubled, empty, of noise, or with false sizes in their heads."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    chosen, way = chance.choice(names), chance.randrange(5)
    if way == 4:
        data = bytearray(content)
        for sign in (b"PK\x03\x04", b"PK\x01\x02"):
            place = data.find(sign)
            for offset in chance.sample(range(4, 46), 3):
                data[place + offset] = chance.randrange(256)
        return bytes(data)
    ways: tuple[Callable[[str, bytes], bytes | None], ...] = (
        lambda name, data: None if name == chosen else data, lambda name, data: b"" if name == chosen else data,
        lambda name, data: chance.randbytes(999) if name == chosen else data, lambda _name, data: data,
    )
    extra = [(chosen, b"<x/>"), ("../../evil.xml", b"<x/>"), ("word/\0.xml", b"")] if way == 3 else []
    return _packed(content, ways[way], extra)


def _bomb(chance: random.Random, content: bytes) -> bytes:
    """Parts that unpack to very much: zeros, blanks, or cells and paragraphs again and again."""
    size = chance.choice((2, 20, 60)) * 1_000_000
    filler = chance.choice((b"\0", b" ", b"<w:p/>", b"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", b'<row><c r="A1"><v>1</v></c></row>'))

    def swell(name: str, data: bytes) -> bytes:
        if "document" not in name and "sheet" not in name:
            return data
        middle = max(data.find(b"<w:body>") + 8, data.find(b"<sheetData>") + 11)
        return data[:middle] + filler * (size // len(filler)) + data[middle:]
    return _packed(content, swell)


def _packed(content: bytes, change: Callable[[str, bytes], bytes | None], extra: list[tuple[str, bytes]] | None = None) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in extra or []:
            target.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _spoilt_object(chance: random.Random, content: bytes) -> bytes:
    """Numbers of a PDF (lengths, references, sizes, places) are others; objects refer to themselves."""
    found = list(re.finditer(rb"-?\d+", content))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 2, 8)))), key=re.Match.start, reverse=True):
        new = chance.choice((b"0", b"-1", b"1", b"2", b"4", b"2147483647", b"99999999999999999999", b"1e30", b"0.0000001"))
        content = content[:match.start()] + new + content[match.end():]
    return content


def _giant(chance: random.Random, content: bytes) -> bytes:
    """Some figures are enormous."""
    found = list(re.finditer(rb"\d+", content))
    for match in sorted(chance.sample(found, min(len(found), 4)), key=re.Match.start, reverse=True):
        content = content[:match.start()] + chance.choice(GIANT).encode() + content[match.end():]
    return content


def _weird(chance: random.Random, content: bytes) -> bytes:
    """Signs that nobody expects, in many places."""
    for _time in range(chance.choice((1, 5, 50))):
        place = chance.randrange(len(content) + 1)
        content = content[:place] + chance.choice(WEIRD).encode("utf-8", "surrogatepass") + content[place:]
    return content


def _swapped(chance: random.Random, content: bytes) -> bytes:
    """Two tags (or lines) stand in each other's place, one is doubled or gone."""
    pieces = re.split(rb"(<[^>]*>|\n)", content)
    for _time in range(chance.choice((1, 3, 10))):
        first, second = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[first], pieces[second] = chance.choice(((pieces[second], pieces[first]), (pieces[first] * 2, pieces[second]), (b"", pieces[second])))
    return b"".join(pieces)


def _nested(chance: random.Random, content: bytes) -> bytes:
    """Elements inside one another, hundreds or thousands deep, closed or not."""
    tag = chance.choice((b"w:tbl", b"w:p", b"w:sdt", b"div", b"table", b"ul", b"span", b"a", b"mc:AlternateContent", b"> ", b"- ", b"("))
    depth, place = chance.choice((30, 300, 5_000, 40_000)), chance.randrange(len(content) + 1)
    opened, closed = (tag * depth, b"") if tag in {b"> ", b"- ", b"("} else (b"<%s>" % tag * depth, b"</%s>" % tag * depth)
    return content[:place] + opened + (closed if chance.random() < 0.7 else b"") + content[place:]


def _entities(chance: random.Random, content: bytes) -> bytes:
    """A document type with entities: that multiply, that read files, of parameters; and references to them."""
    laughs = "".join(f'<!ENTITY l{step} "{f"&l{step - 1};" * 10}">' for step in range(1, 12))
    inner = chance.choice((f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY l11 SYSTEM "file:///etc/passwd">', '<!ENTITY % l SYSTEM "http://127.0.0.1:9/x"> %l;', '<!ENTITY l11 "&l11;">'))
    kind = f"<!DOCTYPE x [{inner}]>".encode()
    begun = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    body, place = content[begun:], chance.randrange(len(content) - begun + 1)
    return content[:begun] + kind + body[:place] + b"&l11;&#x110000;&#0;" + body[place:]


def _attributes(chance: random.Random, content: bytes) -> bytes:
    """Spans, counts and references that cannot be."""
    value = chance.choice(("99999999", "-5", "1e9", "", "zwei", "9" * 50, "A1:XFD1048576", "XFD1048576"))
    found = list(re.finditer(rb"=([\"'])([^\"']*)\1", content))
    for match in sorted(chance.sample(found, min(len(found), 3)), key=re.Match.start, reverse=True):
        content = content[:match.start(2)] + value.encode() + content[match.end(2):]
    wide = f'<table><tr><td colspan="{value}" rowspan="{value}">1</td><td>2</td></tr></table>'.encode()
    return content.replace(b"</body>", wide + b"</body>").replace(b"<w:tcPr/>", f'<w:tcPr><w:gridSpan w:val="{value}"/><w:vMerge/></w:tcPr>'.encode(), 3)


def _lengthened(chance: random.Random, content: bytes) -> bytes:
    """One very long line, very many short ones, or very many small tables."""
    piece, times = chance.choice((
        ("其中男生100人，女生200人，", 2_000), ("1\t2\t3\n", 4_000), ("| 1 | 2 |\n", 4_000), ("表 1 人数\n", 1_500), ("一、", 2_500), ("1. ", 4_000),
        ("比上年增长5%、", 2_000), ("<td>1</td>", 4_000), ("1、2、3、", 4_000), ("合计 100 人\n", 2_000), ("（1）", 3_000), ("12.5%", 4_000), ("由1增加到2，", 2_000),
    ))
    place = len(content) if chance.random() < 0.5 else content.find(b"\n") + 1
    return content[:place] + (piece * times).encode() + content[place:]


Damage = Callable[[random.Random, bytes], bytes]
ANY: tuple[Damage, ...] = (_flipped, _cut, _repeated, _joined)
WRITTEN: tuple[Damage, ...] = (_giant, _weird, _swapped, _nested, _entities, _attributes, _lengthened)
ZIPPED: tuple[Damage, ...] = (_spoilt_part, _spoilt_part, _spoilt_part, _spoilt_part, _spoilt_part, _spoilt_part, _spoilt_zip, _spoilt_zip, _bomb)
PAPER: tuple[Damage, ...] = (_spoilt_object, _spoilt_object, _spoilt_object, _giant, _swapped)
