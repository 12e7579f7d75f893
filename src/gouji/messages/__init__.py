"""Words to people: every error has a stable code with its Chinese text and advice in one table; English comes through gettext.

Belongs here: the table of codes, the current language, the place of an error, the exception all rooms raise.
"""

from gouji.messages.errors import GoujiError
from gouji.messages.errors import Place
from gouji.messages.errors import Problem
from gouji.messages.language import current_language
from gouji.messages.language import translate
from gouji.messages.language import use_language

__all__ = ["GoujiError", "Place", "Problem", "current_language", "translate", "use_language"]
