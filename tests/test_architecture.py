"""The imports run one way, and the pure modules touch nothing outside their arguments."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "builders" / "retold"

# Each module may import those of the rows above its own, and within its row what is listed.
LAYERS: list[set[str]] = [
    {"model", "findings", "versions", "versioned"},
    {
        "compression",
        "records",
        "segmentation",
        "columns",
        "references",
        "numeral_words",
        "manifest",
        "parquet",
        "stance_labels",
        "slots",
        "visible",
        "wording",
    },
    {"documents", "cardinals"},
    {"numerals"},
    {"corpus", "ner", "numbers"},
    {"splits", "events", "alignment", "formats"},
    {"adjudication", "mending", "corpora", "challenge"},
    {"authored"},
    {"tables", "rules", "metrics"},
    {"charts"},
    {"card", "policy", "intake", "proposals"},
    {"baselines", "scoreboard"},
    {"croissant", "dataset"},
    {"standoff"},
    {"diff"},
    {"verifying", "site"},
    {"writing"},
    {"files", "schemas", "facts", "git", "scaffold"},
    {"hub"},
    {"seeds", "checking", "shards", "sources", "together"},
    {"reading", "release", "editions", "corpus_import", "answers", "exploring"},
    {"engine", "authoring"},
    {"pipeline", "reference", "fixing", "interchange", "preannotating", "resharding", "training"},
    {"labelstudio", "seeding"},
    {"releasing", "predicting"},
    {"cli"},
    {"pytest_plugin", "mutate", "results"},
]
EDGES = {
    "authoring",
    "writing",
    "files",
    "schemas",
    "seeds",
    "shards",
    "facts",
    "git",
    "scaffold",
    "together",
    "preannotating",
    "seeding",
    "training",
    "predicting",
    "sources",
    "releasing",
    "resharding",
    "checking",
    "answers",
    "reading",
    "release",
    "hub",
    "editions",
    "exploring",
    "corpus_import",
    "engine",
    "pipeline",
    "reference",
    "fixing",
    "interchange",
    "labelstudio",
    "cli",
    "pytest_plugin",
    "mutate",
    "results",
}
PURE = set().union(*LAYERS) - EDGES

# What a pure module may not import, and which builtins it may not call.
FORBIDDEN_IMPORTS = {
    "os", "sys", "io", "pathlib", "shutil", "tempfile", "glob", "time", "datetime", "random",
    "secrets", "uuid", "locale", "platform", "subprocess", "socket", "logging", "fsspec", "rich",
    "typer", "filelock", "importlib", "urllib",
}  # fmt: skip
# A calendar (its clock: below), and buffers.
ALLOWED_IMPORTS = {"datetime.date", "io.BytesIO", "io.StringIO"}
FORBIDDEN_METHODS = {"today", "now", "utcnow"}
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}


def modules() -> dict[str, list[Path]]:
    """Module or folder of the package -> its files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if not name.startswith("__"):
            found.setdefault(name, []).append(path)
    return found


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def ours(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("retold.")}


def test_every_module_has_its_place() -> None:
    placed = [name for layer in LAYERS for name in layer]
    assert sorted(placed) == sorted(modules())


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_run_one_way(name: str) -> None:
    level = next(i for i, layer in enumerate(LAYERS) if name in layer)
    allowed = set().union(*LAYERS[:level]) | {name}
    for path in modules()[name]:
        wrong = ours(path) - allowed
        assert not wrong, f"{path.name} imports {sorted(wrong)}, which stand beside or above it"


@pytest.mark.parametrize("name", sorted(PURE))
def test_pure_modules_are_pure(name: str) -> None:
    for path in modules()[name]:
        named = imports(path) - ALLOWED_IMPORTS
        taken = {imported.split(".")[0] for imported in named} & FORBIDDEN_IMPORTS
        assert not taken, f"{path.name} imports {sorted(taken)}"
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & FORBIDDEN_CALLS, f"{path.name} calls {sorted(calls & FORBIDDEN_CALLS)}"
        methods = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not methods & FORBIDDEN_METHODS, f"{path.name} asks the clock"


def test_the_docs_name_the_same_kinds() -> None:
    kinds = {}
    for line in (ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[1] in ("P", "E"):
            for name in cells[0].split(", "):
                kinds[name.strip("`").removesuffix(".py").rstrip("/")] = cells[1]
    assert kinds == {name: "E" if name in EDGES else "P" for name in modules()}


def test_modules_stay_small() -> None:
    long = {p.name: n for p in PACKAGE.rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert not long
