"""What is wrong with the lines that were delivered, by the account of the world that wrote them."""

from tests.follow.world import World
from tests.follow.writing import OVERLONG


def complaints(world: World, delivered: list[bytes], overlong: int) -> list[str]:
    """What is wrong with what was delivered, by the account alone."""
    found = []
    expected = [line for line in world.lines() if len(line) <= OVERLONG]
    long = sum(len(line) > OVERLONG for line in world.lines())
    long_lost = sum(len(line) > OVERLONG for line in world.may_be_lost)
    if not long - long_lost <= overlong <= long:
        found.append(f"{overlong} overlong lines, not {long}")
    times: dict[bytes, int] = {}
    for line in delivered:
        times[line] = times.get(line, 0) + 1
    for line in expected:
        seen = times.pop(line, 0)
        if seen > 1 or not (seen or line in world.may_be_lost):
            found.append(f"{line[:30]!r} came {seen} times")
    for text in times:
        torn = next((line for line in world.torn if line.startswith(text)), None)
        if torn is not None:
            world.torn.remove(torn)
        elif text not in world.pieces:
            found.append(f"{text[:40]!r} was never written")
    places = {line: place for place, line in enumerate(delivered)}
    for birth in world.births:
        order = [places[line] for line in birth.lines if line in places]
        if order != sorted(order):
            found.append(f"generation {birth.number} came out of order")
    return found
