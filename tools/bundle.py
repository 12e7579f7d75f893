"""The offline bundle: one ZIP with all wheels, an installer, a script onto which a report is dragged, and a one-page guide.

    python tools/bundle.py [--platforms linux_x86_64,win_amd64] [--python 3.11,3.12] [--to dist]

Platforms: linux_x86_64, linux_aarch64, win_amd64; Python versions: those given, by default the one that runs this. Versions and hashes are those of
`requirements.lock`; wheels come from wherever pip is set up to find them. Exit status 3 where a wheel is not to be had. Runs in the .venv of the clone.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import requires
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILES = Path(__file__).resolve().parent / "bundle_files"
NOT_TO_BE_HAD = 3
_GLIBC = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")  # not newer: the machines of offices are old (麒麟 V10 has 2.28)
PLATFORMS = {
    "linux_x86_64": (*(f"manylinux_{glibc}_x86_64" for glibc in _GLIBC), "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    "linux_aarch64": (*(f"manylinux_{glibc}_aarch64" for glibc in _GLIBC), "manylinux2014_aarch64"),
    "win_amd64": ("win_amd64",),
}
# What the short files at the top of the bundle hold: they only call those in files/, whose names every console can read.
TOP = {
    "安装.bat": '@call "%~dp0files\\install.bat"\r\n@pause\r\n', "核对.bat": '@call "%~dp0files\\check.bat" %*\r\n',
    "安装.sh": '#!/bin/sh\nexec sh "$(dirname "$0")/files/install.sh"\n', "核对.sh": '#!/bin/sh\nexec sh "$(dirname "$0")/files/check.sh" "$@"\n',
}


def target_environment(platform: str, python: str) -> dict[str, str]:
    """The markers' values on the machine that the bundle is for, outside of any extra."""
    windows = platform.startswith("win")
    return {
        "implementation_name": "cpython", "implementation_version": f"{python}.0", "platform_python_implementation": "CPython",
        "platform_release": "", "platform_version": "",
        "sys_platform": "win32" if windows else "linux", "platform_system": "Windows" if windows else "Linux", "os_name": "nt" if windows else "posix",
        "platform_machine": "AMD64" if windows else platform.partition("_")[2], "python_version": python, "python_full_version": f"{python}.0", "extra": "",
    }


def needed(environment: dict[str, str]) -> set[str]:
    """The names of all packages that gouji needs to run there: what pyproject.toml names, and what those installed here ask for."""
    found: set[str] = set()
    waiting = list(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate(dict(environment))):
            found.add(name)
            waiting += _requires(name)
    return found


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # asked for on another platform only (colorama), where it asks for nothing more
        return []


def locked(lock: str, names: Iterable[str]) -> Iterator[str]:
    """The entries of a lock for these packages, with hashes, without markers."""
    wanted = set(names)
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        match = re.match(r"([\w.\-]+)==([^\s;\\]+)", entry)
        if match and canonicalize_name(match[1]) in wanted:
            yield " ".join([match[0], *re.findall(r"--hash=\S+", entry)])


def download(wheels: Path, platform: str, python: str) -> None:
    """The wheels for one platform and one version of Python into `wheels`."""
    entries = list(locked((ROOT / "requirements.lock").read_text(encoding="utf-8"), needed(target_environment(platform, python))))
    with tempfile.TemporaryDirectory() as place:
        lock = Path(place) / "lock.txt"
        lock.write_text("\n".join(entries) + "\n", encoding="utf-8")
        pip("download", "--no-deps", "--require-hashes", "-r", str(lock), *_tags(platform, python), "--dest", str(wheels))


def _tags(platform: str, python: str) -> list[str]:
    platforms = [option for tag in PLATFORMS[platform] for option in ("--platform", tag)]
    interfaces = ["--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none"]
    return ["--only-binary", ":all:", "--implementation", "cp", "--python-version", python, *interfaces, *platforms]


def pip(*arguments: str) -> None:
    """Run pip quietly; where it cannot get a wheel, say so and end with status 3."""
    done = subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip failed", file=sys.stderr)
        raise SystemExit(NOT_TO_BE_HAD)


def fill(text: str, fields: dict[str, str]) -> str:
    """The text with @NAMES@ filled in."""
    for name, value in fields.items():
        text = text.replace(f"@{name}@", value)
    return text


def lay_out(folder: Path, platforms: list[str], pythons: list[str]) -> None:
    """Everything but the wheels into the folder of the bundle; lines of .bat end as Windows wants."""
    pip_wheel = next(path.name for path in (folder / "wheels").glob("pip-*.whl"))
    fields = {
        "GOUJI": version("gouji"), "PIP": pip_wheel, "VERSIONS": " ".join(pythons), "PLATFORMS": "、".join(platforms),
        "PYTHONS": " ".join(f"python{python}" for python in pythons), "PYS": " ".join(f'"py -{python}"' for python in pythons),
    }
    (folder / "files").mkdir()
    for source in sorted(FILES.iterdir()):
        target = folder / source.name if source.suffix == ".html" else folder / "files" / source.name
        text = fill(source.read_text(encoding="utf-8"), fields)
        target.write_text(text, encoding="utf-8", newline="\r\n" if source.suffix == ".bat" else "\n")
    for name, text in TOP.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder / name)
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  wheels/{path.name}\n" for path in sorted((folder / "wheels").iterdir()))
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")


def pack(folder: Path, target: Path) -> None:
    """The folder as a ZIP, scripts executable."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", (2020, 1, 1, 0, 0, 0))
                entry.external_attr = (0o100755 if path.suffix == ".sh" else 0o100644) << 16
                entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
                file.writestr(entry, path.read_bytes())


def main() -> None:
    """Build the bundle that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--platforms", default="linux_x86_64,win_amd64")
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    platforms, pythons = options.platforms.split(","), options.python.split(",")
    unknown = [name for name in platforms if name not in PLATFORMS]
    if unknown:
        parser.error(f"unknown platform {unknown[0]}; there are {', '.join(PLATFORMS)}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / f"gouji-{version('gouji')}"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT))
        pip("download", "--no-deps", "--dest", str(wheels), "pip>=25")  # installs without pip or ensurepip on the machine
        for platform in platforms:
            for python in pythons:
                download(wheels, platform, python)
        lay_out(folder, platforms, pythons)
        options.to.mkdir(parents=True, exist_ok=True)
        target = options.to / f"gouji-{version('gouji')}-{'-'.join(platforms)}-py{'-'.join(pythons)}.zip"
        pack(folder, target)
    print(f"{target} ({target.stat().st_size / 1_000_000:.1f} MB)")


if __name__ == "__main__":
    main()
