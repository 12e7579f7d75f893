"""Every message has its English, the same placeholders in both, and a code that exists with the parameters its text asks for."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from gouji.messages.codes import CODES

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "gouji"


def load_tool():
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
CODE = re.compile("[NFCBRPTIDAXS][0-9]{2,3}")


def test_everything_is_translated_with_the_same_placeholders():
    assert TOOL.faults_of(TOOL.current_catalogue()) == []


def test_the_files_gettext_reads_are_fresh():
    assert TOOL.stale_files(TOOL.current_catalogue()) == []


@pytest.mark.parametrize(
    ("chinese", "english", "faults"),
    [
        ("单位“{unit}”", "unit “{unit}”", 0),
        ("单位“{unit}”", "", 1),
        ("单位“{unit}”", "unit “{units}”", 1),
        ("{a}和{b}", "{b} and {a}", 0),
        ("用 {{数}} 表示", "written {{数}}", 0),  # braces that stand for themselves
    ],
)
def test_what_counts_as_a_faulty_translation(chinese, english, faults):
    catalogue = TOOL.Catalog(locale="en")
    catalogue.add(chinese, english)
    assert len(TOOL.faults_of(catalogue)) == faults


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_the_form_letter_and_number_and_says_what_is_wrong(code):
    assert CODE.fullmatch(code)
    assert CODES[code][0].strip()


def uses():
    """(place, code, names of the parameters given, or None where they are not literal) of every problem made in the code."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (use := use_of(node)):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", *use


def use_of(call):
    """The code and the names of the parameters of `….of("N01", place, text=…)` or `Problem("N01", place, {"text": …})`."""
    if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)):
        return None
    code = call.args[0].value
    if isinstance(call.func, ast.Attribute) and call.func.attr == "of":
        names = [keyword.arg for keyword in call.keywords if keyword.arg != "place"]
        return code, None if None in names else set(names)
    if isinstance(call.func, ast.Name) and call.func.id == "Problem":
        return code, names_of_problem(call)
    return (code, None) if CODE.fullmatch(code) else None  # handed on by a function of the room


def names_of_problem(call):
    """The keys of the literal mapping given to a problem; none where there is no mapping, None where it is not literal."""
    mapping = next((keyword.value for keyword in call.keywords if keyword.arg == "params"), call.args[2] if len(call.args) > 2 else None)
    if mapping is None:
        return set()
    if not isinstance(mapping, ast.Dict) or not all(isinstance(key, ast.Constant) for key in mapping.keys):
        return None
    return {key.value for key in mapping.keys}


def test_every_code_in_use_stands_in_the_table():
    assert [(place, code) for place, code, _names in uses() if code not in CODES] == []


def test_every_problem_is_given_what_its_text_asks_for():
    asked = {code: TOOL.placeholders(message) | TOOL.placeholders(advice) for code, (message, advice) in CODES.items()}
    lacking = [(place, code, asked[code] - names) for place, code, names in uses() if names is not None and asked.get(code, set()) - names]
    assert lacking == []


def test_only_texts_that_can_be_found_are_translated():
    """`_(f"…")` and `_(name)` cannot be taken up; a text is translated where it stands."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.parent.name != "messages"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TOOL.KEYWORDS
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert hidden == []
