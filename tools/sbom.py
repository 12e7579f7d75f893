"""The bill of materials (SBOM) of what is installed, as CycloneDX JSON: the packages of a lock with their hashes and licences, and the vendored files.

python tools/sbom.py [--lock requirements.lock] [--to dist/gouji.cdx.json]      without --to it is printed

The same lock gives the same bill: it names no moment and no machine.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from importlib.metadata import metadata
from pathlib import Path
from uuid import NAMESPACE_URL
from uuid import uuid5

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src" / "gouji" / "web" / "static" / "vendor"
VENDORED = {
    "htmx.min.js": ("htmx.org", "0BSD", r'version:"(\d+\.\d+\.\d+)"'),
    "tabulator.min.js": ("tabulator-tables", "MIT", r"Tabulator v(\d+\.\d+\.\d+)"),
    "tabulator.min.css": ("tabulator-tables", "MIT", r"Tabulator v(\d+\.\d+\.\d+)"),
    "echarts.min.js": ("echarts", "Apache-2.0", r'version="(\d+\.\d+\.\d+)"'),
}
"""Files taken along as they are: the npm package, its licence, where its version stands in the file."""


def bill(lock: Path) -> dict[str, object]:
    """The bill for a lock."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    components = [*_packages(lock), *_vendored()]
    told = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, told)}", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": "gouji", "name": "gouji", "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}],
        }},
        "components": components, "dependencies": [{"ref": "gouji", "dependsOn": sorted(str(item["bom-ref"]) for item in components)}],
    }


def _packages(lock: Path) -> list[dict[str, object]]:
    """The packages of a lock: name, version, the hashes of its files, the licence where the package is installed here."""
    text = lock.read_text("utf-8").replace("\\\n", " ")
    found: list[dict[str, object]] = []
    for line in text.splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line)
        if match is None:
            continue
        name, version = match[1].lower(), match[2]
        address = f"pkg:pypi/{name}@{version}"
        found.append({
            "type": "library", "bom-ref": address, "name": name, "version": version, "purl": address, "licenses": _licence(name),
            "properties": [{"name": "gouji:sha256", "value": digest} for digest in re.findall(r"--hash=sha256:([0-9a-f]{64})", line)],
        })
    return found


def _licence(name: str) -> list[dict[str, object]]:
    try:
        known = metadata(name)
    except PackageNotFoundError:
        return []
    if "License-Expression" in known:
        return [{"expression": known["License-Expression"]}]
    classifiers = [line.rsplit(" :: ", 1)[1] for line in known.get_all("Classifier") or [] if line.startswith("License :: OSI Approved :: ")]
    short = [line for text in known.get_all("License") or [] for line in str(text).strip().splitlines()]
    words = classifiers[0] if classifiers else short[0] if short else ""
    return [{"license": {"name": words}}] if words else []


def _vendored() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    versions: dict[str, str] = {}
    for file, (name, licence, pattern) in VENDORED.items():
        content = (VENDOR / file).read_bytes()
        match = re.search(pattern, content.decode("utf-8"))
        versions[name] = match[1] if match else versions.get(name, "")
        version = versions[name]
        found.append({
            "type": "file", "bom-ref": f"src/gouji/web/static/vendor/{file}", "name": file, "version": version, "purl": f"pkg:npm/{name}@{version}",
            "licenses": [{"license": {"id": licence}}], "hashes": [{"alg": "SHA-256", "content": sha256(content).hexdigest()}],
        })
    return found


def main() -> None:
    """Write or print the bill."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    parser.add_argument("--to", type=Path)
    asked = parser.parse_args()
    text = json.dumps(bill(asked.lock), ensure_ascii=False, indent=1) + "\n"
    if asked.to is None:
        print(text, end="")
    else:
        asked.to.parent.mkdir(parents=True, exist_ok=True)
        asked.to.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
