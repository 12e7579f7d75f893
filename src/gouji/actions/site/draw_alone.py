"""A document of evidence drawn as a page in a process of its own, which a hostile or huge document may bring down without anybody else noticing.

Run as `python -m gouji.actions.site.draw_alone` in a folder to work in; the request comes as JSON on the standard input. It writes `page.html`, or
`problem.json` where the document cannot be shown.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gouji.actions.site.apart import end_with
from gouji.actions.site.evidence_page import evidence_page
from gouji.messages import GoujiError
from gouji.messages import use_language
from gouji.papers.files import write_whole

PAGE, PROBLEM = "page.html", "problem.json"


def main() -> int:
    """Do what the standard input asks for."""
    asked = json.load(sys.stdin)
    end_with(int(asked["parent"]))
    _limit(int(asked["memory"]), int(asked["seconds"]))
    use_language(asked["language"])
    try:
        text = evidence_page(Path(asked["document"]), asked["title"], asked["anchor"])
    except GoujiError as error:
        problem = error.problems[0]
        params = {key: str(value) for key, value in problem.params.items()}
        write_whole(Path(PROBLEM), json.dumps({"code": problem.code, "params": params}, ensure_ascii=False).encode("utf-8", "replace"))
        return 0
    write_whole(Path(PAGE), text.encode("utf-8", "replace"))
    return 0


def _limit(memory: int, seconds: int) -> None:
    """Refuse more memory and time than allowed, where the system can: beyond it this process ends."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
