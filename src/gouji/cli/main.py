"""From the words typed to the exit status: language, global options in any place, errors as sentences."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Mapping
from collections.abc import Sequence

from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.messages import use_language

UNUSABLE = 2
_COLLECT = (200_000, 50, 50)  # values without cycles by the hundred thousand: looking for garbage at every 700th costs a third of an import
_GLOBAL = {"--lang": True, "--definitions": True, "--as-of": True, "--debug": False}
"""Global options, and whether each takes a value."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (else those of the program) ask for; returns the exit status."""
    gc.set_threshold(*_COLLECT)
    words = globals_first(sys.argv[1:] if arguments is None else arguments)
    use_language(language_of(words, os.environ))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    status = _run(words)
    return status if _flushed() else 1


def globals_first(words: Sequence[str]) -> list[str]:
    """The words with the global options moved to the front, so that they may be typed anywhere; what follows `--` stays as it is."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(words)
    for word in pending:
        if word == "--":
            return [*front, *rest, word, *pending]
        name, sign, _value = word.partition("=")
        if name not in _GLOBAL:
            rest.append(word)
            continue
        front.append(word)
        if _GLOBAL[name] and not sign:
            front.extend(value for value in [next(pending, None)] if value is not None)
    return front + rest


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for with --lang, else that of the locale: English where it is English, else Chinese."""
    for position, word in enumerate(words):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and position + 1 < len(words):
            return words[position + 1]
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh"


def _run(words: Sequence[str]) -> int:
    from gouji.cli.app import build_command
    from gouji.cli.output import say_aside
    from gouji.cli.output import say_error
    from gouji.cli.output import say_problems
    from gouji.cli.wording import is_help
    from gouji.cli.wording import usage_message

    try:
        return int(build_command(words)(args=words, prog_name="gouji", standalone_mode=False) or 0)
    except GoujiError as error:
        say_problems(error)
    except SystemExit as error:  # a reader that closed the pipe
        return int(error.code or 0)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if (message := usage_message(error)) is not None:
            (say_aside if is_help(error) else say_error)(message)
        else:
            if "--debug" in words:
                raise
            say_error(_unexpected(error))
    return UNUSABLE


def _unexpected(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"
    return _("程序出错，这不是您的问题：{error}\n请把这一行、所用的命令和文件发给维护者；加上 --debug 可显示出错的位置。").format(error=text)


def _flushed() -> bool:
    """Whether what was printed has reached its reader; where it went away, nothing more is written to it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True
