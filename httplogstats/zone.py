"""The offsets of a named time zone, for stamps that name none. Reads no clock."""

from datetime import UTC, datetime

from httplogstats.scan.stamps import Offsets


def offsets_of(name: str) -> Offsets:
    """Seconds east of UTC at a local time; an hour that comes twice is meant the first time."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(name)

    def offsets(local: int) -> int:
        offset = datetime.fromtimestamp(local, UTC).replace(tzinfo=zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    return offsets
