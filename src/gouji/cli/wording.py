"""The words of the command-line library (headings, usage errors) in Chinese; it knows English only."""

from __future__ import annotations

import re

from gouji.messages import current_language

_HELP = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
    ("\nOptions:\n", "\n选项：\n"),
    ("\nArguments:\n", "\n参数：\n"),
    ("\nCommands:\n", "\n命令：\n"),
    ("Show this message and exit.", "显示帮助。"),
    ("[required]", "[必填]"),
    ("[default: ", "[默认："),
)
_ERRORS = (
    (r"No such command '(.*?)'\.(.*)", r"没有命令“\1”。用 gouji --help 查看有哪些命令。"),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?", r"没有选项 \1。用 --help 查看可用的选项。"),
    (r"Missing argument '?(.*?)'?\.?", r"缺少参数 \1。用 --help 查看用法。"),
    (r"Missing option '?(.*?)'?\.(.*)", r"缺少选项 \1。用 --help 查看用法。"),
    (r"Missing command\.?", r"缺少命令。用 gouji --help 查看有哪些命令。"),
    (r"Option '?(.*?)'? requires an argument\.", r"选项 \1 后面要写出值。"),
    (r"Option '?(.*?)'? requires (\d+) arguments\.", r"选项 \1 后面要写出 \2 个值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多出了参数 \1。名称里有空格时请加引号。"),
    (r"Invalid value for (.*?): (.*) is not one of (.*)", r"\1 不能是 \2，可选：\3"),
    (r"Invalid value for (.*?): (.*) is not a valid integer\.?(.*)", r"\1 应是整数，不能是 \2。"),
    (r"Invalid value for (.*?): (.*)", r"\1 不对：\2"),
)


def in_words(help_text: str) -> str:
    """A help page with the library's own words in the current language."""
    help_text = re.sub(r"\{([A-Z]+)\}", r"\1", help_text)  # the library puts arguments into braces
    if current_language() == "zh":
        for english, chinese in _HELP:
            help_text = help_text.replace(english, chinese)
    return help_text


def is_help(error: Exception) -> bool:
    """Whether the error only says that a command is missing, by showing the help page."""
    return type(error).__name__ == "NoArgsIsHelpError"


def usage_message(error: Exception) -> str | None:
    """What is wrong with the words typed, in the current language; None where the error is not about them."""
    if not hasattr(error, "format_message"):
        return None
    message = str(error.format_message())
    if current_language() == "zh":
        for pattern, chinese in _ERRORS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                return match.expand(chinese)
    return message
