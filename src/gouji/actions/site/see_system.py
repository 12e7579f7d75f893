"""How the site is, for the system administrator; what changes it is done at the command line of the machine."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.condition import Condition
from gouji.store.condition import answers
from gouji.store.condition import condition
from gouji.store.place import data_folder
from gouji.store.schema import pending


@dataclass(frozen=True, slots=True)
class System:
    """The condition, where the data lies, whether the site is sound, how many migrations wait."""

    condition: Condition
    folder: str
    sound: bool
    pending: int


def see_system(origin: Origin) -> System:
    """The state of the site. Raises Refused (site.operate)."""
    require(origin, Act.OPERATE, Target())
    return System(condition(), str(data_folder()), answers(), len(pending()))
