"""Leaves out of the loading of a library what it imports and nobody here asks for. Draws nothing.

urwid brings loops of its own, one of them asyncio's, which loads TLS; wcwidth has one function that wants
secrets. Both are bound to a stand-in, which loads the module should anybody ever look something up in it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class StandIn(ModuleType):
    """Stands for the module of its name."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def spared(*names: str) -> Iterator[None]:
    """What is imported within is given stand-ins for these modules, unless they have been loaded already."""
    stand_ins = {name: StandIn(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
