"""The offline bundle, installed where there is no network: the Linux half. The Windows scripts are only looked over, they cannot run here."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).resolve().parents[2]
MACHINE = f"linux_{os.uname().machine}" if sys.platform == "linux" else ""
NOT_TO_BE_HAD = 3


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The unpacked bundle for this machine."""
    if MACHINE not in {"linux_x86_64", "linux_aarch64"}:
        pytest.skip("the bundle is tried on Linux x86_64 and aarch64 only")
    place = tmp_path_factory.mktemp("bundle")
    done = subprocess.run([sys.executable, ROOT / "tools/bundle.py", "--platforms", MACHINE, "--to", place], capture_output=True, text=True, check=False)
    if done.returncode == NOT_TO_BE_HAD:
        pytest.skip(f"the wheels of the bundle are not to be had here: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    archive = next(place.glob("*.zip"))
    subprocess.run([sys.executable, "-m", "zipfile", "-e", archive, place], check=True)
    return next(path for path in place.iterdir() if path.is_dir())


def offline(command, folder):
    """Run a command without network: in a network namespace of its own where that is allowed, otherwise with pip told to use none."""
    apart = ["unshare", "-n"] if shutil.which("unshare") and subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0 else []
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PIP_NO_INDEX": "1", "GOUJI_NO_BROWSER": "1"}
    return subprocess.run([*apart, *command], capture_output=True, text=True, cwd=folder, env=environment, check=False)


def test_a_report_given_to_the_script_gets_its_page_and_its_comments(bundle, tmp_path):
    report = Document()
    table = report.add_table(0, 3)
    for row in (("系部", "男生（人）", "女生（人）"), ("机械系", "1034", "412"), ("信息系", "1187", "436"), ("护理系", "263", "1519"), ("合计", "2484", "2376")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text  # women: 412 + 436 + 1519 = 2367
    path = tmp_path / "年度 报告.docx"
    report.save(path)
    done = offline(["sh", bundle / "核对.sh", path], tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search("矛盾 1 处", done.stdout), done.stdout
    assert {each.name for each in tmp_path.iterdir()} >= {"年度 报告.docx", "年度 报告.docx.核对.html", "年度 报告.docx.核对.docx"}
    assert "2367" in (tmp_path / "年度 报告.docx.核对.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "年度 报告.docx.核对.docx") as marked:
        assert "word/comments.xml" in marked.namelist()
    assert (bundle / "env/bin/gouji").exists(), "installed inside its own folder"
    assert f'Exec=sh "{bundle}/核对.sh" %F' in (bundle / "勾稽核对.desktop").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told(bundle, tmp_path):
    (tmp_path / "照片.docx").write_bytes(b"\xff\xd8\xff\xe0 no document")
    done = offline(["sh", bundle / "核对.sh", tmp_path / "照片.docx"], tmp_path)
    assert done.returncode == 2
    assert "照片.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_whole_command_is_there(bundle, tmp_path):
    offline(["sh", bundle / "安装.sh"], tmp_path)
    done = offline([bundle / "env/bin/gouji", "--help"], tmp_path)
    assert done.returncode == 0
    assert "audit" in done.stdout


def test_scripts_and_guide_are_filled_in(bundle):
    for path in [*(bundle / "files").iterdir(), bundle / "使用说明.html"]:
        assert not re.search("@[A-Z]+@", path.read_text(encoding="utf-8")), path.name
    for path in [*bundle.glob("*.bat"), *(bundle / "files").glob("*.bat")]:
        lines = path.read_bytes().split(b"\n")
        assert all(line.endswith(b"\r") for line in lines[:-1]), "cmd.exe wants CR LF"
    for path in bundle.glob("*.bat"):
        assert path.read_bytes().isascii(), "what a Chinese console reads in its own code page is ASCII"
    named = re.findall(r"wheels/(\S+)", (bundle / "SHA256SUMS").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(path.name for path in (bundle / "wheels").iterdir())
