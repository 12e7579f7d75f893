"""The styles of a report in Word: which names the writer uses, and how they look where a template does not define them.

Fonts and levels follow GB/T 9704-2012 (小标宋 titles, 黑体 and 楷体 headings, 仿宋 text); sizes and line pitch vary with the layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

FANGSONG = "仿宋_GB2312"
HEITI = "黑体"
KAITI = "楷体_GB2312"
TITLE_SONG = "方正小标宋简体"
SONG = "宋体"
LATIN = "Times New Roman"

# The GB2312 fonts and 方正小标宋 are missing on many office machines: names Word and WPS may take instead, in this order.
FALLBACKS = {
    FANGSONG: "仿宋,FangSong,FangSong_GB2312,STFangsong",
    HEITI: "SimHei,Microsoft YaHei,STHeiti",
    KAITI: "楷体,KaiTi,KaiTi_GB2312,STKaiti",
    TITLE_SONG: "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体",
    SONG: "SimSun,NSimSun,STSong",
}


class Role(StrEnum):
    """The styles the writer uses, by the name they have inside a Word file (built-in names are English in every language version)."""

    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    CAPTION = "caption"
    CONTENTS_1 = "toc 1"
    CONTENTS_2 = "toc 2"
    CONTENTS_3 = "toc 3"
    CONTENTS_TITLE = "目录标题"
    BODY = "报告正文"
    PLAIN = "报告顶格"
    NOTE = "报告注释"
    QUOTE = "报告引文"
    CENTRE = "报告居中"
    RIGHT = "报告落款"
    TABLE = "报告表格"
    FIGURE = "报告图"
    CASE_TITLE = "案例标题"
    CASE = "案例正文"
    COVER_TITLE = "封面标题"
    COVER_SUBTITLE = "封面副标题"
    COVER_LINE = "封面落款"


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between layouts. Sizes in half-points (Word's unit), pitches and margins in twentieths of a point."""

    body_size: int = 28
    pitch: int = 520
    heading_sizes: tuple[int, int, int, int] = (36, 32, 30, 28)
    heading_centred: bool = True
    heading_indent: bool = False
    chapter_on_new_page: bool = True
    title_size: int = 52
    table_size: int = 21
    margins: tuple[int, int, int, int] = (1587, 1474, 1474, 1474)  # top, right, bottom, left
    landscape: bool = False


REPORT_LOOK = Look()


@dataclass(frozen=True, slots=True)
class _Style:
    role: Role
    font: str
    size: int
    paragraph: str = ""
    bold: bool = False
    outline: int = 0


def style_elements(look: Look = REPORT_LOOK) -> dict[str, str]:
    """The `w:style` element (XML text without namespace declaration) of every role, by its name."""
    return {style.role.value: _xml(style) for style in _styles(look)}


def style_id(role: Role) -> str:
    """The identifier our own templates give to a role's style."""
    return f"Gouji{role.name.title().replace('_', '')}"


def fonts(east_asian: str, latin: str = LATIN) -> str:
    """The `w:rFonts` element for an East-Asian and a Latin font."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{LATIN}" w:eastAsia="{east_asian}"/>'


def first_line_indent(size: int) -> str:
    """The `w:ind` element of a first line indented by two characters of `size` half-points."""
    return f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>'


def _styles(look: Look) -> Iterator[_Style]:
    yield from _headings(look)
    yield from _texts(look)
    yield from _tables_and_figures(look)
    yield from _cover_and_contents(look)


def _headings(look: Look) -> Iterator[_Style]:
    faces = (HEITI, HEITI if look.heading_centred else KAITI, KAITI if look.heading_centred else FANGSONG, FANGSONG)
    roles = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
    for level, (role, face, size) in enumerate(zip(roles, faces, look.heading_sizes, strict=True), start=1):
        new_page = "<w:pageBreakBefore/>" if level == 1 and look.chapter_on_new_page else ""
        centred = level == 1 and look.heading_centred
        space = '<w:spacing w:before="240" w:after="240" w:line="360" w:lineRule="auto"/>' if centred else _pitch(look.pitch)
        indent = first_line_indent(size) if look.heading_indent else ""
        layout = f"<w:keepNext/><w:keepLines/>{new_page}{space}{indent}{_jc('center' if centred else 'both')}"
        yield _Style(role, face, size, layout, bold=role in {Role.HEADING_3, Role.HEADING_4} and face == FANGSONG, outline=level)


def _texts(look: Look) -> Iterator[_Style]:
    size = look.body_size
    indent = first_line_indent(size)
    yield _Style(Role.BODY, FANGSONG, size, f"{_pitch(look.pitch)}{indent}{_jc('both')}")
    yield _Style(Role.PLAIN, FANGSONG, size, f"{_pitch(look.pitch)}{_jc('both')}")
    yield _Style(Role.CENTRE, FANGSONG, size, f"{_pitch(look.pitch)}{_jc('center')}")
    yield _Style(Role.RIGHT, FANGSONG, size, f'{_pitch(look.pitch)}<w:ind w:rightChars="400" w:right="{size * 40}"/>{_jc("right")}')
    yield _Style(Role.QUOTE, KAITI, size, f"{_pitch(look.pitch)}{indent}{_jc('both')}")
    yield _Style(Role.NOTE, SONG, 18, '<w:spacing w:before="40" w:after="120" w:line="280" w:lineRule="exact"/>')
    box = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="6" w:color="8C9BB0"/>' for side in ("top", "left", "bottom", "right"))
    frame = f'<w:pBdr>{box}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F4F7FB"/>'
    sides = f'w:left="140" w:right="140" w:firstLineChars="200" w:firstLine="{size * 20}"'
    yield _Style(Role.CASE_TITLE, HEITI, size, f'<w:keepNext/>{frame}{_pitch(look.pitch)}<w:ind w:left="140" w:right="140"/>{_jc("center")}')
    yield _Style(Role.CASE, KAITI, size, f"{frame}{_pitch(look.pitch)}<w:ind {sides}/>{_jc('both')}")


def _tables_and_figures(look: Look) -> Iterator[_Style]:
    yield _Style(Role.CAPTION, HEITI, 22, f'<w:keepNext/><w:spacing w:before="120" w:after="60" w:line="320" w:lineRule="exact"/>{_jc("center")}')
    yield _Style(Role.TABLE, SONG, look.table_size, '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20"/>')
    yield _Style(Role.FIGURE, SONG, look.table_size, f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="60"/>{_jc("center")}')


def _cover_and_contents(look: Look) -> Iterator[_Style]:
    yield _Style(
        Role.COVER_TITLE, TITLE_SONG, look.title_size, f'<w:spacing w:before="3600" w:after="480" w:line="360" w:lineRule="auto"/>{_jc("center")}'
    )
    yield _Style(Role.COVER_SUBTITLE, KAITI, 36, f'<w:spacing w:before="120" w:after="120" w:line="360" w:lineRule="auto"/>{_jc("center")}')
    yield _Style(Role.COVER_LINE, FANGSONG, 32, f'<w:spacing w:line="600" w:lineRule="exact"/>{_jc("center")}')
    yield _Style(Role.CONTENTS_TITLE, HEITI, 36, f'<w:keepNext/><w:spacing w:before="240" w:after="360" w:line="360" w:lineRule="auto"/>{_jc("center")}')
    for level, (role, face) in enumerate(((Role.CONTENTS_1, HEITI), (Role.CONTENTS_2, FANGSONG), (Role.CONTENTS_3, FANGSONG))):
        indent = f'<w:ind w:leftChars="{level * 200}" w:left="{level * 480}"/>' if level else ""
        yield _Style(role, face, 24, f'<w:spacing w:line="440" w:lineRule="exact"/>{indent}')


def _pitch(pitch: int) -> str:
    return f'<w:spacing w:line="{pitch}" w:lineRule="exact"/>'


def _jc(value: str) -> str:
    return f'<w:jc w:val="{value}"/>'


def _xml(style: _Style) -> str:
    custom = "" if style.role.value.isascii() else ' w:customStyle="1"'
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    following = f'<w:next w:val="{style_id(Role.BODY)}"/>' if style.outline else ""
    latin = HEITI if style.font == HEITI else LATIN
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    look = f'{fonts(style.font, latin)}{bold}<w:kern w:val="0"/><w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(style.role)}"><w:name w:val="{style.role.value}"/><w:basedOn w:val="Normal"/>'
        f"{following}<w:qFormat/><w:pPr>{style.paragraph}{outline}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )
