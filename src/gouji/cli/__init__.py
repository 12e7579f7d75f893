"""The command line: parse, call an action, print. One module per command; whatever takes long to import is imported inside the command.

Exit status: 0 clean, 1 findings (also gaps in reports, faulty rows in imports), 2 unusable input, 130 interrupted.
"""

from gouji.cli.main import main

__all__ = ["main"]
