"""Which rows of a window may say too little: small rows are folded, and of what was folded no key is known.

The rows that one slot has kept say all of it. Of a sum a row may lack what some of its slots have folded, and
of a group (a network, a family of agents) what was folded of its members.
"""

from collections.abc import Iterator
from typing import Any

from httplogstats.snapshot import TableView, WindowView
from httplogstats.tally import TABLES


def marked(view: WindowView, summed: bool, networks: bool) -> WindowView:
    """The window with such tables marked; it is `summed` if it is of more than one slot."""
    return view._replace(**dict(_marked(view, summed, networks)))


def _marked(view: WindowView, summed: bool, networks: bool) -> Iterator[tuple[str, Any]]:
    for name in (*TABLES, "failing", "families"):
        table: TableView = getattr(view, name)
        whole = view.paths if name == "failing" else table
        if not whole.exact and (summed or name == "families" or (networks and name == "clients")):
            yield name, table._replace(least=True)
