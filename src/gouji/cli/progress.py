"""Progress bars on stderr while something takes long; nothing where stderr is no terminal."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager

from gouji.cli.output import console

Step = Callable[[str, int, int], None]


@contextmanager
def progress_bar(title: str) -> Iterator[Step]:
    """A bar that runs while the block does; the block calls what it gets with: what is being done, steps done, steps in all."""
    from rich.progress import BarColumn
    from rich.progress import Progress
    from rich.progress import TextColumn
    from rich.progress import TimeElapsedColumn

    out = console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def step(what: str, done: int, steps: int) -> None:
            progress.update(task, description=f"{title} {what}".strip(), completed=done, total=steps)

        yield step
