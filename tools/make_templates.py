"""Make the Word templates Gouji ships: 报告 (cover, contents, chapters), 公文 (GB/T 9704-2012), 表格 (landscape forms).

Run `python tools/make_templates.py` after changing a look; the .docx files in src/gouji/definitions/templates are its output, byte for byte.
The files are ordinary Word documents: users copy one, change it in Word or WPS, and name theirs in the form's definition.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import field_xml
from gouji.papers.word.markup import paragraph_xml
from gouji.papers.word.styles import FALLBACKS
from gouji.papers.word.styles import FANGSONG
from gouji.papers.word.styles import LATIN
from gouji.papers.word.styles import SONG
from gouji.papers.word.styles import Look
from gouji.papers.word.styles import Role
from gouji.papers.word.styles import fonts
from gouji.papers.word.styles import style_elements
from gouji.papers.word.styles import style_id

TARGET = Path(__file__).parents[1] / "src" / "gouji" / "definitions" / "templates"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
ROOTS = {"header": "hdr", "footer": "ftr"}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

REPORT = Look()
# GB/T 9704-2012: 天头 37 mm, 订口 28 mm, text 156 × 225 mm; 3号 (16 pt), 22 lines of 28 characters, pitch 28.95 pt; title 2号 (22 pt).
OFFICIAL = Look(
    body_size=32,
    pitch=579,
    heading_sizes=(32, 32, 32, 32),
    heading_centred=False,
    heading_indent=True,
    chapter_on_new_page=False,
    title_size=44,
    margins=(2098, 1474, 1984, 1587),
)
FORM = Look(
    body_size=24,
    pitch=440,
    heading_sizes=(28, 24, 24, 24),
    heading_centred=False,
    chapter_on_new_page=False,
    title_size=36,
    margins=(1134, 1134, 1134, 1134),
    landscape=True,
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its look, the XML of its body (the last section's set-up included), its headers and footers by file name."""

    look: Look
    body: str
    parts: dict[str, str]
    odd_and_even: bool = False


def main() -> None:
    """Write the three templates."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, template in (("报告", report()), ("公文", official()), ("表格", form())):
        save(template, TARGET / f"{name}.docx")
        print(TARGET / f"{name}.docx")


def report() -> Template:
    """Cover without page number, contents counted in Roman numerals, text from page 1 with the title in the header."""
    cover = tag_paragraph(Role.COVER_TITLE, "标题") + tag_paragraph(Role.COVER_SUBTITLE, "副标题")
    cover += tag_paragraph(Role.COVER_LINE, "落款", '<w:spacing w:before="4200" w:line="600" w:lineRule="exact"/>')
    sections = (
        paragraph_xml(style_id(Role.PLAIN), "", section(REPORT)),
        tag_paragraph(Role.PLAIN, "目录", section(REPORT, {"footer": "footer1"}, 'w:fmt="upperRoman" w:start="1"')),
    )
    last = section(REPORT, {"header": "header1", "footer": "footer2"}, 'w:start="1"')
    title = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>{size_paragraph("center")}'
    parts = {
        "header1": f"<w:p><w:pPr>{title}</w:pPr>{run('{{ 标题 }}', 18)}</w:p>",
        "footer1": footer("center", field_xml("PAGE", "I"), 21),
        "footer2": footer("center", run("— ", 21) + sized_field("PAGE", "1", 21) + run(" —", 21), 21),
    }
    return Template(REPORT, cover + sections[0] + sections[1] + tag_paragraph(Role.BODY, "正文") + last, parts)


def official() -> Template:
    """The layout of official documents: title, text, signature; page numbers — 1 — outside, one character in."""
    title = tag_paragraph(Role.COVER_TITLE, "标题", '<w:spacing w:before="579" w:after="579" w:line="700" w:lineRule="exact"/>')
    body = title + tag_paragraph(Role.BODY, "正文") + tag_paragraph(Role.RIGHT, "落款")
    last = section(OFFICIAL, {"footer": "footer1", "even": "footer2"}, 'w:start="1"', '<w:docGrid w:type="lines" w:linePitch="579"/>')
    number = run("— ", 28) + sized_field("PAGE", "1", 28) + run(" —", 28)
    odd = footer("right", number, 28, 'w:rightChars="100" w:right="280"')
    even = footer("left", number, 28, 'w:leftChars="100" w:left="280"')
    return Template(OFFICIAL, body + last, {"footer1": odd, "footer2": even}, odd_and_even=True)


def form() -> Template:
    """Landscape page for issued tables: title, text, 第 1 页 共 1 页."""
    title = tag_paragraph(Role.COVER_TITLE, "标题", '<w:spacing w:before="0" w:after="60" w:line="560" w:lineRule="exact"/>')
    subtitle = tag_paragraph(Role.CENTRE, "副标题")
    number = run("第 ", 18) + sized_field("PAGE", "1", 18) + run(" 页  共 ", 18) + sized_field("NUMPAGES", "1", 18) + run(" 页", 18)
    body = title + subtitle + tag_paragraph(Role.BODY, "正文") + section(FORM, {"footer": "footer1"}, 'w:start="1"')
    return Template(FORM, body, {"footer1": footer("center", number, 18)})


def tag_paragraph(role: Role, name: str, properties: str = "") -> str:
    """A paragraph that holds one tag."""
    return paragraph_xml(style_id(role), f"<w:r><w:t>{{{{ {name} }}}}</w:t></w:r>", properties)


def section(look: Look, references: dict[str, str] | None = None, numbers: str = "", grid: str = "") -> str:
    """The page set-up of a section on A4 with its headers and footers by kind (header, footer, even) and its page numbering."""
    kinds = {"header": "headerReference w:type='default'", "footer": "footerReference w:type='default'", "even": "footerReference w:type='even'"}
    links = "".join(f'<w:{kinds[kind]} r:id="{part}"/>' for kind, part in (references or {}).items())
    width, height = (16838, 11906) if look.landscape else (11906, 16838)
    top, right, bottom, left = look.margins
    orient = ' w:orient="landscape"' if look.landscape else ""
    page = f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
    page += f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851"'
    page += f' w:footer="{max(567, bottom - 600)}" w:gutter="0"/>'
    return f"<w:sectPr>{links}{page}{f'<w:pgNumType {numbers}/>' if numbers else ''}{grid}</w:sectPr>"


def footer(alignment: str, content: str, size: int, indent: str = "") -> str:
    """The one paragraph of a footer."""
    return f"<w:p><w:pPr>{f'<w:ind {indent}/>' if indent else ''}{size_paragraph(alignment, size)}</w:pPr>{content}</w:p>"


def size_paragraph(alignment: str, size: int = 18) -> str:
    """Alignment of a header or footer paragraph and the size of its mark."""
    return f'<w:jc w:val="{alignment}"/><w:rPr><w:sz w:val="{size}"/></w:rPr>'


def run(text: str, size: int) -> str:
    """A run in 宋体, half-width figures."""
    return f'<w:r><w:rPr>{fonts(SONG, SONG)}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sized_field(instruction: str, shown: str, size: int) -> str:
    """A field whose result has a size and font of its own."""
    return field_xml(instruction, shown).replace("<w:r>", f'<w:r><w:rPr>{fonts(SONG, SONG)}<w:sz w:val="{size}"/></w:rPr>')


def styles(look: Look) -> str:
    """The styles part."""
    base = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}<w:sz w:val="{look.body_size}"/><w:szCs w:val="{look.body_size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    return f"{HEAD}<w:styles {NAMESPACES}>{base}{''.join(style_elements(look).values())}</w:styles>"


def font_table() -> str:
    """The font table, with the names Office may take where a font is missing."""
    kind_of = '<w:charset w:val="86"/><w:family w:val="auto"/>'
    entries = "".join(f'<w:font w:name="{name}"><w:altName w:val="{others}"/>{kind_of}</w:font>' for name, others in FALLBACKS.items())
    return f'{HEAD}<w:fonts {NAMESPACES}>{entries}<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>'


def settings(*, odd_and_even: bool) -> str:
    """The settings part: Word 2013 and later, Chinese punctuation compressed."""
    uri = "http://schemas.microsoft.com/office/word"
    mode = f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
    even = "<w:evenAndOddHeaders/>" if odd_and_even else ""
    return f'{HEAD}<w:settings {NAMESPACES}>{even}<w:characterSpacingControl w:val="compressPunctuation"/>{mode}</w:settings>'


def save(template: Template, path: Path) -> None:
    """Write the package, with fixed times so that the same look gives the same bytes."""
    fixed = {"styles": styles(template.look), "fontTable": font_table(), "settings": settings(odd_and_even=template.odd_and_even)}
    marginal = {name: f"{HEAD}<w:{ROOTS[kind(name)]} {NAMESPACES}>{text}</w:{ROOTS[kind(name)]}>" for name, text in template.parts.items()}
    parts = {**fixed, **marginal}
    links = "".join(f'<Relationship Id="{name}" Type="{RELATIONS}/{kind(name)}" Target="{name}.xml"/>' for name in parts)
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}{kind(name)}+xml"/>' for name in parts)
    core = f"{PACKAGE}metadata/core-properties"
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{TYPES}document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{{{ 标题 }}}}</dc:title>'
        "<dc:creator>{{ 单位 }}</dc:creator></cp:coreProperties>",
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{template.body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">{links}</Relationships>',
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def kind(name: str) -> str:
    """The kind of a part by its file name: footer2 → footer."""
    return name.rstrip("0123456789")


if __name__ == "__main__":
    main()
