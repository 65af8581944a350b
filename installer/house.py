"""The house rules that no linter knows, checked on the whole tree: prints what breaks them, exits with 1."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TOP_LEVEL = frozenset(
    {
        *("provider_desktop", "resources", "installer", "tests", "docs", ".ci"),
        *("pyproject.toml", "README.md", "LICENSE", ".gitignore", ".gitattributes"),
    }
)
_NOT_OURS = frozenset({".git", ".venv", "build", "dist", "htmlcov", ".coverage"})
_MODULE_LINES = 400
_TEXT = frozenset(
    {".css", ".html", ".js", ".json", ".md", ".nsi", ".py", ".qss", ".sh", ".svg", ".toml", ".ts"}
)

# Names that say nothing of what a thing does.
_EMPTY_MODULES = frozenset({"base", "common", "core", "helper", "helpers", "misc", "util", "utils"})
_EMPTY_CLASS = re.compile(r"(?:Manager|Helper|Handler|Base|Core|Util|Utils)$")

# Hosts a file may name. Everything else would be somebody's machine, or a registry that others cannot reach.
_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:example(?:\.(?:com|org|net|cn))?|test|invalid|localhost)|127\.\d+\.\d+\.\d+|0\.0\.0\.0"
    r"|192\.0\.2\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|\[::1?\]"
    r"|www\.w3\.org|schemas\.openxmlformats\.org|scripts\.sil\.org|openfontlicense\.org|www\.rfc-editor\.org|json-schema\.org"
    r"|doc\.qt\.io|docs\.python\.org|www\.sqlite\.org|(?:[a-z0-9-]+\.)*gov\.cn|(?:[a-z0-9-]+\.)*texas\.gov"
)
_URL = re.compile(r"https?://([^\s/:\"'`<>(){}\\]+|\[[0-9a-f:]+\])", re.IGNORECASE)
_OWN_MACHINE = re.compile(r"(?<![\w.~/-])/(?:home|root|work|Users|mnt)/[A-Za-z]")
_TRACKER = re.compile(r"\bissues? #?\d+\b", re.IGNORECASE)
# Written so that this very line does not break the rule.
_UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b")


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule is broken."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.text}"


ModuleRule = Callable[[ast.Module, str], Iterator[tuple[int, str]]]


def main() -> int:
    """Exit status 1 with one line a breach on standard error, 0 without any."""
    breaches = sorted(check_tree(ROOT), key=lambda breach: (breach.path, breach.line))
    for breach in breaches:
        print(breach, file=sys.stderr)
    return 1 if breaches else 0


def check_tree(root: Path) -> Iterator[Breach]:
    """Every breach below *root*; paths are relative to it."""
    for path in sorted(root.iterdir()):
        if path.name not in TOP_LEVEL and not _is_by_product(path):
            yield Breach(Path(path.name), 1, "the top level is fixed: this belongs in one of its folders")
    for path in _files(root):
        yield from check_file(root, path)
    yield from check_wording(root / "resources" / "wording", root)


def _is_by_product(path: Path) -> bool:
    return path.name in _NOT_OURS or path.name.endswith(("_cache", ".egg-info")) or path.name == ".hypothesis"


def _files(root: Path) -> Iterator[Path]:
    for name in sorted(TOP_LEVEL):
        top = root / name
        candidates = sorted(top.rglob("*")) if top.is_dir() else [top]
        yield from (path for path in candidates if path.is_file() and "__pycache__" not in path.parts)


def check_file(root: Path, path: Path) -> Iterator[Breach]:
    """The rules for one file: those for text, and for Python the ones for modules."""
    if path.suffix not in _TEXT and path.parent.name != ".ci":
        return
    where = path.relative_to(root)
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        yield from (Breach(where, number, problem) for problem in _line_problems(line))
    if path.suffix != ".py":
        return
    if path.stem in _EMPTY_MODULES:
        yield Breach(where, 1, f"a module called {path.stem} says nothing of what is in it")
    tree = ast.parse(text)
    rules = [*MODULE_RULES, *(TEST_RULES if path.name.startswith("test_") else ())]
    for rule in rules:
        yield from (Breach(where, number, problem) for number, problem in rule(tree, text))


# ------------------------------------------------------------------ lines


def _line_problems(line: str) -> Iterator[str]:
    for host in _URL.findall(line):
        if not _HOSTS.fullmatch(host.lower().rstrip(".,;")):
            yield f"names the host {host}: use one reserved for examples"
    if _OWN_MACHINE.search(line):
        yield "names a path of one particular machine"
    if _TRACKER.search(line):
        yield "names a tracker's number: say the reason itself"
    if found := _UNFINISHED.search(line):
        yield f"is not finished: {found.group()}"


# ------------------------------------------------------------------ modules


def _length(_: ast.Module, text: str) -> Iterator[tuple[int, str]]:
    lines = len(text.splitlines())
    if lines > _MODULE_LINES:
        yield _MODULE_LINES, f"{lines} lines: a module has {_MODULE_LINES} at most"


def _docstring(tree: ast.Module, text: str) -> Iterator[tuple[int, str]]:
    if not text.strip():
        return
    words = ast.get_docstring(tree)
    if not words:
        yield 1, "a module opens with a sentence on its purpose"
    elif not words.split("\n\n")[0].rstrip().endswith((".", "。", ":")):
        yield 1, "the opening sentence has no end"


def _class_names(tree: ast.Module, _: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _EMPTY_CLASS.search(node.name):
            yield node.lineno, f"the name {node.name} does not say what it does"


def _unfinished(tree: ast.Module, _: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Raise) or node.exc is None:
            continue
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if isinstance(raised, ast.Name) and raised.id == NotImplementedError.__name__:
            yield node.lineno, "is not finished: an interface is a Protocol, anything else does its work"


MODULE_RULES: tuple[ModuleRule, ...] = (_length, _docstring, _class_names, _unfinished)


# ------------------------------------------------------------------ tests


def _can_fail(tree: ast.Module, _: str) -> Iterator[tuple[int, str]]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    # A test may leave its expectation to a function of its module that several tests share.
    expecting = {node.name for node in functions if any(_is_expectation(inner) for inner in ast.walk(node))}
    for node in functions:
        if not node.name.startswith("test_") or node.name in expecting:
            continue
        if not any(_called(inner) in expecting for inner in ast.walk(node)):
            yield node.lineno, f"{node.name} expects nothing, so it cannot fail"


def _is_expectation(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    return (
        _called(node).lstrip("_").startswith(("assert", "check", "expect", "raises", "warns", "wait", "fail"))
    )


def _called(node: ast.AST) -> str:
    """The last name of what is called, empty for anything but a call."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


TEST_RULES: tuple[ModuleRule, ...] = (_can_fail,)


# ------------------------------------------------------------------ wording


def check_wording(folder: Path, root: Path) -> Iterator[Breach]:
    """The languages have the same sentences with the same places, so that none shows a bare code."""
    catalogues = {
        path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    }
    everything = {key for catalogue in catalogues.values() for key in _sentences(catalogue)}
    for path, catalogue in catalogues.items():
        where = path.relative_to(root)
        own = _sentences(catalogue)
        for key in sorted(everything - own.keys()):
            yield Breach(where, 1, f"no sentence for {'.'.join(key)}")
        for key, text in sorted(own.items()):
            if not text.strip():
                yield Breach(where, 1, f"an empty sentence for {'.'.join(key)}")
    # A figure that one language alone mentions is a slip of the translator.
    for key in sorted(everything):
        places = {path: _places(_sentences(catalogue).get(key, "")) for path, catalogue in catalogues.items()}
        if len(set(places.values())) > 1 and all(key in _sentences(c) for c in catalogues.values()):
            shown = "; ".join(f"{path.stem} {sorted(names)}" for path, names in places.items())
            yield Breach(folder.relative_to(root), 1, f"different places in {'.'.join(key)}: {shown}")


def _sentences(catalogue: dict[str, dict[str, str]]) -> dict[tuple[str, str], str]:
    return {(group, code): text for group, codes in catalogue.items() for code, text in codes.items()}


def _places(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\{(\w+)", text))


if __name__ == "__main__":
    sys.exit(main())
