"""What text and JSON say of times: only where the log has them."""

import io
import json
from datetime import UTC

from httplogstats.formats.common import COMBINED
from httplogstats.plain import JsonPrinter, TextPrinter
from httplogstats.views import slot_view
from tests.fakes import Bench

NOON = 1_525_867_200  # 09/May/2018:12:00:00 +0000


def printed(rest: bytes, hits: int = 100) -> tuple[dict[str, object], str]:
    line = COMBINED.example.replace(b"16:00:39", b"12:00:05") + rest + b"\n"
    bench = Bench(NOON + 8)
    bench.tick(NOON + 9, line * hits)
    bench.tick(NOON + 15)
    view = slot_view(bench.slots[-1], 10, 10)
    records, text = io.StringIO(), io.StringIO()
    JsonPrinter(records).slot(view, False)
    TextPrinter(text, UTC, 10).slot(view, False)
    return json.loads(records.getvalue()), text.getvalue()


def test_times_where_the_log_has_them() -> None:
    record, text = printed(b" 0.000050")
    assert record["latency"] == {"p50": 0.00005, "p95": 0.00005, "p99": 0.00005}
    assert "\n  latency   p50 50 us  p95 50 us  p99 50 us\n" in text


def test_nothing_where_it_has_none() -> None:
    record, text = printed(b"")
    assert record["hits"] == 100
    assert "latency" not in record
    assert "latency" not in text


def test_one_is_not_said_as_many() -> None:
    assert "  1 request  " in printed(b"", 1)[1]
    assert printed(b"", 1)[1].splitlines()[0].endswith("  1 client")
    assert printed(b"", 2)[1].splitlines()[0].endswith("  1 client")
    assert "  2 requests  " in printed(b"", 2)[1]
