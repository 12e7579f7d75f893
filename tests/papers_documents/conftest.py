"""Small documents made on the spot: a DOCX from the XML of its body, a PDF from its content streams."""

import zipfile

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATION = '<Relationship Id="r{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1a"><w:name w:val="章标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="character" w:styleId="H"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.fixture
def make_docx(tmp_path):
    """Writes a DOCX: body XML, further parts by kind (footnotes, header …) as inner XML."""

    def make(body, prefix='<?xml version="1.0" encoding="UTF-8"?>', **parts):
        path = tmp_path / "made.docx"
        roots = {"footnotes": "footnotes", "header": "hdr", "header2": "hdr", "footer": "ftr"}
        relations = RELATION.format(0, "styles", "styles.xml")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("[Content_Types].xml", "<Types/>")
            file.writestr("_rels/.rels", RELATIONS.format(RELATION.format(1, "officeDocument", "word/document.xml")))
            file.writestr("word/styles.xml", f"<w:styles {SPACES}>{STYLES}</w:styles>")
            file.writestr("word/document.xml", f"{prefix}<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>")
            for number, (kind, inner) in enumerate(parts.items(), 2):
                file.writestr(f"word/{kind}.xml", f"<w:{roots[kind]} {SPACES}>{inner}</w:{roots[kind]}>")
                relations += RELATION.format(number, kind.rstrip("2"), f"{kind}.xml")
            file.writestr("word/_rels/document.xml.rels", RELATIONS.format(relations))
        return path

    return make


@pytest.fixture
def make_pdf(tmp_path):
    """Writes a PDF of content streams, one for each page, with Helvetica as /F1; pages of 600 × 800 points."""

    def make(*streams, rotate=0):
        kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
        tree = f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>"
        bodies = ["<< /Type /Catalog /Pages 2 0 R >>", tree, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
        for number, stream in enumerate(streams):
            resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 600 800]"
            bodies.append(f"<< /Type /Page /Parent 2 0 R {resources} /Rotate {rotate} /Contents {5 + 2 * number} 0 R >>")
            bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        text, places = "%PDF-1.4\n", []
        for number, body in enumerate(bodies, 1):
            places.append(len(text))
            text += f"{number} 0 obj\n{body}\nendobj\n"
        entries = "".join(f"{place:010} 00000 n \n" for place in places)
        table = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{entries}"
        path = tmp_path / "made.pdf"
        trailer = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF"
        path.write_text(f"{text}{table}{trailer}", encoding="latin-1")
        return path

    return make


def words(document, *kinds):
    """The texts of the blocks of these kinds, all kinds if none is named."""
    return [document.text[block.start:block.end] for block in document.blocks if not kinds or block.kind in kinds]


def rows(document, number=0):
    """The texts of the cells of a table by row."""
    table = [block.table for block in document.blocks if block.table][number]
    found = [[] for _row in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append(document.text[cell.start:cell.end])
    return found


@pytest.fixture(name="words")
def words_fixture():
    return words


@pytest.fixture(name="rows")
def rows_fixture():
    return rows
