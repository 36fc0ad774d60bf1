"""The scanner in C: brings a `Layout`, a `Placing` and a `Filter` there as plain tuples, and tallies back."""

from collections.abc import Callable, Sequence

from httplogstats.clock import Placing
from httplogstats.filters import Filter, Kind, Test
from httplogstats.formats.layout import Field, Form, Layout, Role
from httplogstats.latency import Histogram
from httplogstats.safe import encoded
from httplogstats.scan import Into, Scanned, Slots, _native
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit
from httplogstats.scan.sift import Needles, escapes
from httplogstats.scan.stamps import Offsets
from httplogstats.scan.times import POWERS
from httplogstats.table import AnyTable, Figures
from httplogstats.tally import TABLES, Tally

ROLES = (
    Role.CLIENT, Role.STAMP, Role.DATE, Role.TIME, Role.REQUEST, Role.METHOD, Role.TARGET, Role.STATUS,
    Role.SIZE, Role.REFERRER, Role.AGENT, Role.HOST, Role.LATENCY, Role.UPSTREAM, Role.CACHE,
)  # fmt: skip
"""In the order of layout.h; what is not here is read over."""

FIELDS = (
    "section", "path", "client", "method", "agent", "referrer", "host", "cache", "status", "bytes", "latency",
)  # fmt: skip
"""In the order of record.h."""

KINDS = (Kind.IS, Kind.HAS, Kind.BEGINS, Kind.BETWEEN, Kind.WITHIN)
"""In the order of record.h."""

PORTS = {Form.PORT: 1, Form.MAYBE_PORT: 2}
"""As layout.h counts them."""

GREATEST = 2**64 - 1
"""No number of a record is greater."""


FieldTuple = tuple[int, bytes, bytes, bool, bool, bool]
KeyTuple = tuple[int, bytes]
ValuesTuple = tuple[bytes | None, ...]
TestTuple = tuple[int, int, bool, bytes, int, int]
PlacingTuple = tuple[int, int, int | None, int, int, int | None, int]
SlotTuple = tuple[
    int, int, int, int, dict[int, Figures], dict[tuple[int, int], Figures], dict[int, int], dict[bytes, int],
    dict[bytes, int], Histogram, Histogram, _native.Histograms | None, list[_native.Table] | None,
]  # fmt: skip
LoanTuple = tuple[int | None, tuple[AnyTable, ...], _native.Histograms]
BlockTuple = tuple[list[SlotTuple], int, int, int, int, int, int, int, list[bytes]]


class NativeScanner:
    """Counts blocks of one layout; `offsets` is the zone of stamps that name none.

    Of blocks of at least `helped` bytes another thread counts while they are read; 0 for none.
    """

    name = "native"

    def __init__(
        self,
        layout: Layout,
        offsets: Offsets | None = None,
        tables: Sequence[str] = TABLES,
        helped: int = 0,
    ) -> None:
        forms = layout.forms
        self._escapes = escapes(layout)
        self._scanner = _native.Scanner(
            tuple(_field(field) for field in layout.fields if not field.sought),
            tuple(_field(field) for field in layout.fields if field.sought),
            tuple((_role(key.role), encoded(name)) for key in layout.keys for name in key.names),
            (
                PORTS.get(forms.get(Role.CLIENT, Form.PLAIN), 0),
                forms.get(Role.HOST) is Form.PORT,
                forms.get(Role.STATUS) is Form.LOOSE,
                POWERS.get(forms.get(Role.LATENCY, Form.PLAIN), 6),
                POWERS.get(forms.get(Role.UPSTREAM, Form.PLAIN), 6),
            ),
            offsets,
            _exact_reader(layout),
            helped,
            sum(1 << number for number, name in enumerate(TABLES) if name not in tables),
        )

    def scan(self, data: bytes, placing: Placing, where: Filter = (), into: Into | None = None) -> Scanned:
        """Count the lines of `data` (whole lines; the last may lack its end) that pass `where`."""
        loans = _loans_of_all(into) if isinstance(into, Tally) else _loans(into or {})
        placed = (
            placing.earliest, placing.latest, placing.arrival, placing.decided, placing.interval,
            placing.slack, placing.greatest,
        )  # fmt: skip
        block = self._scanner.scan(data, placed, tuple(map(_test, where)), loans)
        slots = {slot[0]: _tally(slot) for slot in block[0]}
        for slot in block[0]:
            if slot[-1] is not None:
                _put_rows(slot, slots[slot[0]])
        return Scanned(slots, *block[1:])

    def sift(self, blocks: tuple[bytes, ...], wanted: Needles) -> bytes:
        """The lines of some blocks in which all needles stand, as far as can be seen without reading them."""
        return _native.sift(blocks, wanted, self._escapes)


def _exact_reader(layout: Layout) -> Callable[[bytes], ValuesTuple | None]:
    """Reads what is left over, as JSON that is odd."""
    read = reader_of(layout)

    def values_of(line: bytes) -> ValuesTuple | None:
        values = read(line)
        if isinstance(values, Misfit):
            return None
        return tuple(values[role].text if role in values else None for role in ROLES)

    return values_of


def _role(role: Role) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _field(field: Field) -> FieldTuple:
    return _role(field.role), field.opens, field.closes, field.optional, field.quoted, field.padded


def _test(test: Test) -> TestTuple:
    low, high = max(0, test.low), min(GREATEST, test.high)
    if low > high:
        low, high = 1, 0  # no number lies between
    return FIELDS.index(test.field), KINDS.index(test.kind), test.negated, test.value, low, high


def _tally(slot: SlotTuple) -> Tally:
    tally = Tally.__new__(Tally) if slot[-1] is not None else Tally()  # else all of it comes from the slot
    (
        _, tally.hits, tally.size, tally.late, tally.seconds, tally.overdue, tally.statuses, tally.methods,
        tally.caches, tally.latency, tally.upstream, _, _,
    ) = slot  # fmt: skip
    return tally


def _put_rows(slot: SlotTuple, tally: Tally) -> None:
    if slot[-1] is not None and slot[-2] is not None:
        tally.section_latency = slot[-2]
        for name, table in zip(TABLES, slot[-1], strict=True):
            setattr(tally, name, table)


def _loans(slots: Slots) -> tuple[LoanTuple, ...]:
    """Slots to count into: those with native tables."""
    return tuple(loan for slot in slots.items() if (loan := _loan(*slot)))


def _loans_of_all(tally: Tally) -> tuple[LoanTuple, ...]:
    """One for all slots."""
    if not any(isinstance(table, _native.Table) or len(table) or any(table.other) for table in tally.tables):
        for name, table in zip(TABLES, tally.tables, strict=True):
            setattr(tally, name, _native.Table(table.limit, table.kept))
        tally.section_latency = _native.Histograms()
    loan = _loan(None, tally)
    return (loan,) if loan else ()


def _loan(start: int | None, tally: Tally) -> LoanTuple | None:
    """What is lent of a tally, if its tables are native."""
    histograms = tally.section_latency
    if not isinstance(tally.sections, _native.Table) or not isinstance(histograms, _native.Histograms):
        return None
    return start, tally.tables, histograms
