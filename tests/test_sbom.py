"""The bill of materials names every package of the lock and every vendored file, with hash and version."""

import importlib.util
import re
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src" / "gouji" / "web" / "static" / "vendor"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "tools" / "sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-site.lock"])
def test_it_names_all_that_is_installed(tool, lock):
    bill = tool.bill(ROOT / lock)
    names = set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    packages = {item["name"]: item for item in bill["components"] if item["type"] == "library"}
    assert packages.keys() == {name.lower() for name in names}
    assert all(item["version"] and item["properties"] for item in packages.values())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert tool.bill(ROOT / lock) == bill


def test_it_names_every_vendored_file_with_its_hash(tool):
    files = {item["name"]: item for item in tool.bill(ROOT / "requirements.lock")["components"] if item["type"] == "file"}
    assert files.keys() == {path.name for path in VENDOR.iterdir() if path.suffix in {".js", ".css"}}
    for name, item in files.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", item["version"])
        assert item["hashes"][0]["content"] == sha256((VENDOR / name).read_bytes()).hexdigest()


def test_the_notice_names_every_vendored_package(tool):
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert all(name in notice and licence in notice for name, licence, _pattern in tool.VENDORED.values())
