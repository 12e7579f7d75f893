"""The pictures of the guide (docs/guide/pictures), made from the examples: `make pictures`.

Terminals as Gouji prints them, the HTML report in a browser (chromium), pages of Word and Excel files as LibreOffice shows them, spreadsheets drawn from
the rows of real files. Official fonts that are not free are shown in Noto.
"""

from __future__ import annotations

import csv
import html
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from guide import run_page
from openpyxl import load_workbook
from palette import shrink
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from site_pictures import site_pictures

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "guide" / "pictures"
CITY = "examples/jiangmen-secondary-2024"
TECHNICIAN = "examples/jiangmen-technician-2022"
LARGEST = 150_000  # bytes
COLUMNS = 104  # of a terminal, where nothing else is said

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{aliases}</fontconfig>"""
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{0}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>{1}</string></edit></match>\n'
)
SHOWN_AS = {
    "仿宋_GB2312": "Noto Serif CJK SC", "仿宋": "Noto Serif CJK SC", "楷体_GB2312": "Noto Serif CJK SC", "楷体": "Noto Serif CJK SC", "宋体": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC", "黑体": "Noto Sans CJK SC", "等线": "Noto Sans CJK SC", "微软雅黑": "Noto Sans CJK SC",
}
_BRIGHT = [(75, 78, 85), (224, 108, 107), (152, 195, 121), (229, 192, 123), (97, 175, 239), (198, 120, 221), (86, 182, 194), (244, 244, 244)]
THEME = TerminalTheme((41, 41, 41), (244, 244, 244), _BRIGHT, _BRIGHT)
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff }}
pre {{ margin: 8px; padding: 14px 16px; background: #292929; color: #f4f4f4; border-radius: 8px; font: 14px/1.5 "Noto Sans Mono CJK SC", monospace }}
b {{ color: #8fd0a5; font-weight: normal }}
</style><pre><b>$</b> {command}\n{output}</pre>"""
SHEET = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 8px; font: 13px "Noto Sans CJK SC", sans-serif }}
table {{ border-collapse: collapse }}
td, th {{ border: 1px solid #c8ccd2; padding: 3px 8px; height: 19px; white-space: nowrap; max-width: 460px; overflow: hidden; text-overflow: ellipsis }}
th {{ background: #eef0f3; color: #5a6472; font-weight: normal }}
td.typed {{ background: #e8f4ea }} td.wrong {{ background: #fde0dd }}
</style><table>{rows}</table>"""


def main() -> int:
    """Make all pictures; returns 1 where one has got too large, 2 where a program is missing."""
    for program in ("chromium", "soffice"):
        if subprocess.run(["which", program], capture_output=True, check=False).returncode:
            print(f"{program} is needed.", file=sys.stderr)
            return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "examples").symlink_to(ROOT / "examples")
        terminals(folder)
        spreadsheets(folder)
        reports(folder)
        audited(folder)
        site_pictures(folder, PICTURES)
    for path in PICTURES.glob("*.png"):
        shrink(path)
    large = [path.name for path in sorted(PICTURES.glob("*.png")) if path.stat().st_size > LARGEST]
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}" + (f", too large: {large}" if large else ""))
    return 1 if large else 0


def terminals(folder: Path) -> None:
    """What the commands print, in a terminal."""
    terminal(folder, "检查", f"check {CITY} --rule TX-04")
    terminal(folder, "解释", f"explain {CITY} 生均教学科研仪器设备值")
    terminal(folder, "评分", f"score {TECHNICIAN}", most=24, columns=136)


def terminal(folder: Path, name: str, command: str, most: int = 60, columns: int = COLUMNS) -> None:
    """The picture of a terminal in which the command was run; of its output the first `most` lines."""
    lines = printed(folder, command, columns).split("\n")
    shown = Text.from_ansi("\n".join(lines[:most] + (["……"] if len(lines) > most else [])))
    console = Console(record=True, width=columns + 4, file=StringIO(), legacy_windows=False)
    console.print(shown, soft_wrap=True)
    output = console.export_html(theme=THEME, inline_styles=True, code_format="{code}").rstrip()
    page = folder / f"{name}.html"
    page.write_text(TERMINAL.format(command=html.escape(f"gouji {command}"), output=output), "utf-8")
    photograph(page, name, columns * 7 + 64, 21 * (min(len(lines), most + 1) + 1) + 48)


def printed(folder: Path, command: str, columns: int) -> str:
    """What a command prints on a terminal, colours and all."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, columns))
    arguments = [str(Path(sys.executable).parent / "gouji"), *command.split()]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(arguments, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL):
        os.close(theirs)
        parts: list[bytes] = []
        while part := _read(ours):
            parts.append(part)
    os.close(ours)
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n").rstrip()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end has gone
        return b""


def spreadsheets(folder: Path) -> None:
    """A table being filled in, and a table given back with an error column."""
    gouji(folder, "new", "账簿", "--title", "2024年质量年报", "--organisation", "江海职业技术学校", "--form", "中职质量年报", "--period", "2024")
    with (folder / "账簿" / "facts" / "中职质量年报.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    typed = {"全日制在校生人数": "2180", "毕业生人数": "620", "升学人数": "318", "升入本科人数": "38"}
    chosen = [rows[0], *(row for row in rows[6:15])]
    for row in chosen[1:]:
        row[5] = typed.get(row[0], row[5])
    marks = {(number, 5): "typed" for number, row in enumerate(chosen) if row[5] and number}
    spreadsheet(folder, "填数", chosen, marks, 1190)
    handed = folder / "学籍办.csv"
    handed.write_text("指标,期间,数值,单位\n毕业生人数,2024,620,人\n升学人素,2024,318,人\n生师比,2024,18.0,:1\n互联网出口带宽,2024,1000,人\n", "utf-8")
    command = ["soffice", *_profile(folder), "--headless", "--convert-to", "xlsx", "--infilter=CSV:44,34,76", str(handed)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    gouji(folder, "import", "账簿", "学籍办.xlsx")
    sheet = load_workbook(folder / "学籍办-错误.xlsx").active
    assert sheet is not None, "a workbook has a sheet"
    cells = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    wrong = {(row, column): "wrong" for row, cells_of in enumerate(sheet.iter_rows()) for column, cell in enumerate(cells_of) if cell.fill.fill_type and row}
    spreadsheet(folder, "退回", cells, wrong, 770)


def spreadsheet(folder: Path, name: str, rows: Sequence[Sequence[str]], marks: dict[tuple[int, int], str], width: int) -> None:
    """The picture of a spreadsheet, so many pixels wide; `marks` gives cells (row, column) a class."""
    head = "<tr><th></th>" + "".join(f"<th>{chr(65 + number)}</th>" for number in range(len(rows[0]))) + "</tr>"
    body = "".join(
        f"<tr><th>{number + 1}</th>"
        + "".join(f'<td class="{marks.get((number, column), "")}">{html.escape(text.split(chr(10))[0])}</td>' for column, text in enumerate(row)) + "</tr>"
        for number, row in enumerate(rows)
    )
    page = folder / f"{name}.html"
    page.write_text(SHEET.format(rows=head + body), "utf-8")
    photograph(page, name, width, 27 * (len(rows) + 1) + 20)


def reports(folder: Path) -> None:
    """The city's report in a browser, in Word and in Excel; the reader's own form."""
    gouji(folder, "report", CITY, "--to", "out")
    page = folder / "out" / "质量报告.html"
    text = page.read_text("utf-8")
    figure = _found(r'data-id="(n[0-9]+)"[^>]*>10762.40<', text)
    heading = _found(r'id="([^"]+)"[^>]*>（三）办学条件', text)
    style = f"<style>body :has(~ #{heading}) {{ display: none !important }} .contents .level-3 {{ display: none }}</style>"
    page.write_text(text.replace("</head>", f"{style}</head>"), "utf-8")
    photograph(page, "网页报告", 1204, 540, f"figure={figure}")
    _office(folder, folder / "out" / "质量报告.docx", {"报告正文": "表 1-1", "报告图": "图 1-1"})
    _office(folder, folder / "out" / "质量报告.xlsx", {"报告表格": "毕业三年晋升比例"}, scale=1.1, lines=420)
    own_form(folder)


def audited(folder: Path) -> None:
    """The page of an audit, made by running page 11; the window holds all of it: a headless browser photographs a scrolled page with a gap."""
    run_page((ROOT / "docs" / "guide" / "11-核对文档.md").read_text("utf-8"), folder)
    photograph(folder / "核对结果" / "年报节选.md.核对.html", "核对网页", 1204, 1000)


def own_form(folder: Path) -> None:
    """The form of page 09, made by running that page."""
    run_page((ROOT / "docs" / "guide" / "09-定义.md").read_text("utf-8"), folder)
    _office(folder, folder / "上报" / "实训室使用情况表.docx", {"自定义报表": "实训室使用率"})


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, f"the report shows {pattern}"
    return match[1]


def _office(folder: Path, file: Path, pages: dict[str, str], scale: float = 0.85, lines: int = 0) -> None:
    """Pictures of the first page that holds each text, of the upper so many lines of dots (0: all); scale 1 is 72 dots an inch."""
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(aliases="".join(_ALIAS.format(*pair) for pair in SHOWN_AS.items())), "utf-8")
    subprocess.run(
        ["soffice", *_profile(folder), "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)}, check=True, capture_output=True,
    )
    document = pypdfium2.PdfDocument(folder / f"{file.stem}.pdf")
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    for name, wanted in pages.items():
        number = next(number for number, text in enumerate(texts) if wanted in text)
        size = f"{int(document[number].get_width() * scale)}"
        subprocess.run(
            ["pdftoppm", "-png", "-singlefile", "-f", str(number + 1), "-l", str(number + 1), "-scale-to-x", size, "-scale-to-y", "-1",
             *(["-H", str(lines)] if lines else []), str(folder / f"{file.stem}.pdf"), str(PICTURES / name)], check=True,
        )


def gouji(folder: Path, *arguments: str) -> None:
    """Run a command; findings are no failure."""
    done = subprocess.run([Path(sys.executable).parent / "gouji", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode < 2, done.stderr.decode()  # noqa: PLR2004


def photograph(page: Path, name: str, width: int, height: int, fragment: str = "") -> None:
    """A page in a browser window of that size (pixels)."""
    url = page.as_uri() + (f"#{fragment}" if fragment else "")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=3000", f"--window-size={width},{height}",
         f"--screenshot={PICTURES / f'{name}.png'}", url], check=True, capture_output=True,
    )


def _profile(folder: Path) -> tuple[str]:
    return (f"-env:UserInstallation=file://{folder}/office",)


if __name__ == "__main__":
    sys.exit(main())
