"""A layout without the fields at the end of a line that nobody asks for: what follows a line is not read."""

from collections.abc import Sequence

from httplogstats.formats.layout import Layout, Role

_TABLES = {Role.REFERRER: "referrers", Role.AGENT: "agents", Role.HOST: "hosts"}
_NEVER = (Role.SKIP, Role.USER, Role.QUERY, Role.PROTOCOL)


def needed(layout: Layout, tables: Sequence[str]) -> Layout:
    """A layout of which the same lines are well-formed, and say the same but for what other tables count."""
    fields = list(layout.fields)
    while fields and fields[-1].optional and _is_unasked(fields[-1].role, tables):
        gone = fields.pop()
        if not fields[-1].optional and gone.opens.removeprefix(b'"')[:1] not in (b" ", b"\t"):
            return layout  # such lines would not be well-formed any more
    sought = any(field.sought for field in layout.fields)  # they stand behind what would go
    return layout if sought or len(fields) == len(layout.fields) else layout._replace(fields=tuple(fields))


def _is_unasked(role: Role, tables: Sequence[str]) -> bool:
    return role in _NEVER or (role in _TABLES and _TABLES[role] not in tables)
