"""The arrows between the packages, the one door of each heavy library, and what unit tests may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "assistant", "eval")
MAY_IMPORT = {
    "corpus": set(),
    "index": {"corpus"},
    "assistant": {"corpus", "index"},
    "eval": {"corpus", "index", "assistant"},
}
# Each heavy library may be replaced by changing one file.
DOORS = {
    "chromadb": {"index/store.py"},
    "sentence_transformers": {"index/torch_engine.py"},
    "torch": {"index/torch_engine.py", "eval/adapter_model.py", "eval/adapter_training.py"},  # to encode, and to train
    "onnxruntime": {"index/onnx_engine.py"},
    "onnx": {"index/graph.py"},
    "gradio": {"assistant/app.py"},
    "openai": {"assistant/language_model.py"},
    "bm25s": {"index/keyword.py"},
    "docx": {"assistant/wordfile.py"},
    "sqlite3": {"assistant/ledger.py", "index/store.py"},
    "matplotlib": {"eval/picture.py"},
    "jinja2": {"eval/report_page.py"},
}
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).glob("**/*.py"))]


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return names


def top_level(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_only_point_back_along_the_flow_of_data(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    for path in (ROOT / package).glob("**/*.py"):
        assert top_level(path) & set(PACKAGES) <= allowed, path


@pytest.mark.parametrize(("library", "doors"), DOORS.items())
def test_each_heavy_library_has_one_door(library: str, doors: set[str]) -> None:
    users = {str(path.relative_to(ROOT)) for path in MODULES if library in top_level(path)}
    assert users <= doors


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    edges = {name: {other for other in imported(path) if other in names} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in edges[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in names:
        visit(name, ())


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("assistant.answerer", "torch chromadb gradio sentence_transformers llama_index"),
        ("assistant.cli", "torch chromadb gradio sentence_transformers llama_index numpy docx"),
        ("assistant.api", "torch chromadb gradio sentence_transformers llama_index docx"),
        ("index.search", "torch chromadb gradio sentence_transformers llama_index"),
        ("corpus.cli", "torch chromadb gradio sentence_transformers llama_index numpy"),
    ],
)
def test_a_light_command_loads_nothing_heavy(module: str, heavy: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({heavy.split()!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.split() == []
