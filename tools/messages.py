"""Keep the translations in step with the code: take up new messages, drop old ones, compile what gettext reads.

python tools/messages.py          updates gouji.po (new messages come with an empty translation: fill them in) and compiles gouji.mo
python tools/messages.py --check  changes nothing; says what is untranslated or stale and exits 1 if anything is

Messages are the Chinese texts of `_("…")` and `translate("…")` in src/gouji (modules and the site's templates) and both columns of the table of codes.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.messages.pofile import write_po
from jinja2 import Environment
from jinja2 import nodes

from gouji.messages.codes import CODES

SOURCE = Path(__file__).parent.parent / "src" / "gouji"
FOLDER = SOURCE / "messages" / "locales" / "en" / "LC_MESSAGES"
TEMPLATES = SOURCE / "web" / "templates"
PO = FOLDER / "gouji.po"
MO = FOLDER / "gouji.mo"
KEYWORDS = ("_", "translate")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # a date of its own would change the file at every run


def main(arguments: list[str]) -> int:
    """Update and compile, or only check. Returns the exit status."""
    catalogue = current_catalogue()
    if "--check" in arguments:
        faults = stale_files(catalogue) + faults_of(catalogue)
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(as_po(catalogue))
        MO.write_bytes(as_mo(catalogue))
        faults = faults_of(catalogue)
    for fault in faults:
        print(fault)
    print(f"{len(catalogue)} messages, {len(faults)} faults")
    return 1 if faults and "--check" in arguments else 0


def current_catalogue() -> Catalog:
    """All messages of the code as it stands, with the translations there are."""
    catalogue = Catalog(locale="en", project="gouji", charset="utf-8", fuzzy=False, creation_date=LONG_AGO, revision_date=LONG_AGO)
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "The Gouji authors"
    catalogue.header_comment = "# English texts of Gouji's messages. Made by tools/messages.py; the translations are typed by hand."
    known = read_po(io.BytesIO(PO.read_bytes())) if PO.exists() else Catalog()
    for text, place, comment in messages_of_code():
        before = known.get(text)
        catalogue.add(text, before.string if before else "", locations=[(place, 0)], auto_comments=[comment] if comment else [])
    return catalogue


def messages_of_code() -> list[tuple[str, str, str]]:
    """Text, file and comment of every message: first the table of codes, then what the code itself says."""
    table = [
        (text, "messages/codes.py", f"{code} {column}")
        for code, texts in CODES.items()
        for text, column in zip(texts, ("what is wrong", "what to do"), strict=True)
        if text
    ]
    said = {(path.relative_to(SOURCE).as_posix(), text) for path in SOURCE.rglob("*.py") for text in texts_of_file(path)}
    said |= {(path.relative_to(SOURCE).as_posix(), text) for path in TEMPLATES.rglob("*.html") for text in texts_of_template(path)}
    return table + [(text, file, "") for file, text in sorted(said)]


def texts_of_file(path: Path) -> Iterator[str]:
    """The texts that a module translates; read from its tree, since babel's own extractor passes over those inside f-strings."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def texts_of_template(path: Path) -> Iterator[str]:
    """The texts that a template of the site translates."""
    for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == "_" and node.args and isinstance(node.args[0], nodes.Const):
            yield str(node.args[0].value)


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as the file that people edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the file that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def stale_files(catalogue: Catalog) -> list[str]:
    """Which of the two files does not hold what it should."""
    expected = {PO: as_po(catalogue), MO: as_mo(catalogue)}
    return [f"{path.name} is stale: run make messages" for path, content in expected.items() if not path.exists() or path.read_bytes() != content]


def faults_of(catalogue: Catalog) -> list[str]:
    """Messages without translation, and those whose {placeholders} differ from the translation's."""
    return [fault for message in catalogue if message.id for fault in faults_of_message(message)]


def faults_of_message(message: Message) -> list[str]:
    """What is wrong with one translation: it is missing, or its {placeholders} are others."""
    if not message.string:
        return [f"untranslated: {message.id}"]
    if placeholders(str(message.id)) != placeholders(str(message.string)):
        return [f"placeholders differ: {message.id} ↔ {message.string}"]
    return []


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
