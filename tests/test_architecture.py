"""Which module may import which: arrows only go down, and the world is met in few places."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "httplogstats"
LAYERS = [
    {"packed", "safe"},
    {
        "standard",
        "signals",
        "words",
        "account",
        "block",
        "latency",
        "scan.stamps",
        "table",
        "clock",
        "formats.layout",
        "evidence",
        "agents",
        "chores",
        "",
    },
    {"rest", "grouping", "networks"},
    {
        "formats",
        "formats.common",
        "formats.proxies",
        "formats.cloud",
        "formats.apps",
        "formats.objects",
        "formats.gateway",
        "formats.w3c",
        "snapshot",
        "traffic",
        "lines",
        "system",
        "rotated",
        "tally",
        "course",
        "filters",
    },
    {"records", "overview", "least"},
    {"alerts", "alerts.measures", "formats.named", "formats.appended", "formats.pasted", "zone"},
    {"formats.nginx", "formats.apache", "formats.envoy", "formats.unwrap"},
    {"formats.strings"},
    {"alerts.area", "alerts.rule", "alerts.sums"},
    {"alerts.machine", "values"},
    {"config"},
    {"configfile"},
    {"alerts.watch"},
    {"scan.sift", "scan.needed"},
    {"scan", "scan.requests", "scan.times"},
    {"scan.record"},
    {"scan.read"},
    {"formats.timed"},
    {"scan.exact", "scan.compiled", "scan.columns", "scan.compile"},
    {"scan.places", "scan.shapes"},
    {"scan.rows"},
    {"scan.pure"},
    {"scan.choose"},
    {"generation", "trouble", "mounts"},
    {"archives", "rewind"},
    {"siblings"},
    {"chain"},
    {"formats.detect", "tail", "streams", "ring", "arguments"},
    {"windows"},
    {"patterns", "explain", "generate"},
    {"keep", "alerting", "primer", "formats.recognise", "unreadable"},
    {"sources", "monitor", "plain", "recount", "recent"},
    {"views", "follower", "history", "hooks", "inspection", "readahead"},
    {"rounds", "memory", "findings", "shown", "webhook", "reports", "summary"},
    {"feed"},
    {"collector"},
    {"ui"},
    {"troubles", "progress", "together"},
    {"configuring", "wiring", "session"},
    {"checking", "commands", "services", "texts"},
    {"cli"},
    {"__main__"},
]
OPENS_FILES = {
    "standard", "collector.place", "session", "system", "streams", "generate", "history", "configuring",
    "commands",
}  # fmt: skip
KNOWS_TIME = {"feed", "ui.events", "commands", "services", "cli", "texts"}
PRINTS = {"checking", "services", "configuring", "commands", "arguments"}


def modules() -> list[tuple[str, ast.Module]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        name = "" if name == "__init__" else name.removesuffix(".__init__")
        found.append((name, ast.parse(path.read_text())))
    return found


MODULES = modules()
NAMES = [name or "httplogstats" for name, _ in MODULES]


def imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(name: str) -> str:
    return next((house for house in ("ui", "collector") if name.partition(".")[0] == house), name)


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if room(name) in names)


def calls(tree: ast.Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_arrows_only_go_down(name: str, tree: ast.Module) -> None:
    ours = {module for module, _ in MODULES}
    for imported in imports(tree):
        target = imported.removeprefix("httplogstats.")
        if target in ours and target != imported and room(target) != room(name):
            same_package = target.partition(".")[0] == name.partition(".")[0] and "." in name
            assert layer(target) < layer(name) or same_package, f"{name} imports {target}"


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_the_world_is_met_in_few_places(name: str, tree: ast.Module) -> None:
    imported, called = imports(tree), calls(tree)
    if room(name) != "ui":
        assert not any(module.partition(".")[0] == "urwid" for module in imported)
    if name not in KNOWS_TIME:
        assert "time" not in imported
        assert not any(call.endswith((".now", ".today", ".utcnow")) and "datetime" in call for call in called)
    if name not in OPENS_FILES:
        assert not called & {"open", "os.open", "gzip.open", "bz2.open", "lzma.open"}
    if name not in PRINTS:
        assert "print" not in called


@pytest.mark.parametrize("name", [name for name, _ in MODULES if name])
def test_every_module_has_its_place_in_the_table(name: str) -> None:
    package, _, inner = name.partition(".")
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text()
    assert f"`{package}/`" in text or f"`{package}.py`" in text or f"`{package}/{inner}" in text


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_every_module_says_its_job(name: str, tree: ast.Module) -> None:
    assert (ast.get_docstring(tree) or "").partition("\n")[0].strip().endswith((".", ":", "`", "?"))
