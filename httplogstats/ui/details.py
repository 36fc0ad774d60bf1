"""What is told of whatever is selected, in what opens over the panes."""

from httplogstats.snapshot import AlertEvent, LineView, Row, Snapshot
from httplogstats.ui.overlay import Told, request_lines, row_lines
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.table import Table
from httplogstats.ui.story import event_lines


def details(
    snapshot: Snapshot,
    manner: Manner,
    table: Table | None,
    status: Row | None,
    event: AlertEvent | None,
    request: LineView | None,
) -> tuple[str, Told] | None:
    """Title and lines, of the first that is there: a pane gives only what is selected in it."""
    row = table.row() if table is not None else None
    if request is not None:
        return "Request", request_lines(request, manner.zone)
    if row is not None and table is not None:
        spec = table.spec
        return spec.title.capitalize(), row_lines(row, snapshot, table.least, spec.bare(row))
    if status is not None:
        return "Status", row_lines(status, snapshot, bare=True)
    if event is not None:
        return "Alert", lambda width: event_lines(event, manner, width)
    return None
