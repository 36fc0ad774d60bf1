"""Some paths and clients of those without end; ten million are run by command (docs/reliability.md)."""

from tests.long.keys import run


def test_distinct_paths_and_clients_without_end_take_memory_to_a_bound() -> None:
    first, *_, before, last = run(200_000, rate=1000, every=50_000)
    assert last.hits == last.lines == 200_000
    assert last.resident - first.resident < 60 * 2**20
    assert last.resident - before.resident < 4 * 2**20
