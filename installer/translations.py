"""Keeps the window's translations: collects the strings, merges translations, checks and compiles them.

    python installer/translations.py                    collect strings into resources/i18n/*.ts, compile .qm
    python installer/translations.py --fill FILE.json   collect, put translations in, compile
    python installer/translations.py --check            fail on what is missing, vanished or out of date
    python installer/translations.py --prune            collect and drop what no source line uses any more
    python installer/translations.py --compile          compile only

FILE.json is ``{source: translation}`` for any context, or ``{context: {source: translation}}``. The
translation of a counted string (``%n``) is a list, one text a plural form: one in Chinese, two in English.

English needs translations for counted strings only (``--language en --fill …``): its source text is the rest.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "provider_desktop" / "ui"
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN", "en")
COUNTED_ONLY = frozenset({"en"})

_PLACE = re.compile(r"\{[^{}]*\}|%L?n|%L?\d+")

Translation = str | list[str]
Fillings = Mapping[str, Translation | Mapping[str, Translation]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0: all well; 1: something is missing or unknown, named on standard error."""
    options = _parse(arguments)
    with _alone(ROOT / "build" / "translations.lock"):
        if options.check:
            return _report(check())
        if options.compile:
            compile_all()
            return 0
        for language in LANGUAGES:
            collect(ts_path(language), language, prune=options.prune)
        unknown: list[str] = []
        if options.fill:
            fillings = json.loads(Path(options.fill).read_text(encoding="utf-8"))
            unknown = fill(ts_path(options.language), fillings)
        compile_all()
    return _report([f"not a string of the window: {source!r}" for source in unknown])


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="translations.py", description="The window's translations.")
    parser.add_argument("--fill", metavar="FILE.json", help="translations to put in")
    parser.add_argument("--language", choices=LANGUAGES, default="zh_CN", help="language of --fill")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on what is missing")
    parser.add_argument("--compile", action="store_true", help="compile .ts to .qm and nothing else")
    parser.add_argument("--prune", action="store_true", help="drop strings that are not used any more")
    return parser.parse_args(arguments)


def _report(problems: Sequence[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def ts_path(language: str, folder: Path = FOLDER) -> Path:
    """The translation file of a language."""
    return folder / f"provider_desktop_{language}.ts"


# ------------------------------------------------------------------ collecting and compiling, by Qt's tools


def collect(ts: Path, language: str, *, prune: bool = False, sources: Path = SOURCES) -> None:
    """Bring *ts* up to the strings in *sources*; those gone stay, marked vanished, unless *prune*."""
    ts.parent.mkdir(parents=True, exist_ok=True)
    counted = ["-pluralonly"] if language in COUNTED_ONLY else []
    gone = ["-no-obsolete"] if prune else []
    # Line numbers would change with every edit and hide what a commit really changes.
    quiet = ["-silent", "-locations", "none", "-source-language", "en", "-target-language", language]
    names = [str(path) for path in sorted(sources.rglob("*.py"))]
    _qt_tool("lupdate", [*quiet, *counted, *gone, *names, "-ts", str(ts)])
    _write(ts, _read(ts))


def stale(folder: Path = FOLDER) -> list[Path]:
    """The .ts files of *folder* that are newer than their .qm, or have none."""
    return [ts for ts in sorted(folder.glob("*.ts")) if not _is_compiled(ts, ts.with_suffix(".qm"))]


def _is_compiled(ts: Path, qm: Path) -> bool:
    return qm.exists() and qm.stat().st_mtime_ns >= ts.stat().st_mtime_ns


def compile_all(folder: Path = FOLDER) -> None:
    """Compile every .ts of *folder* that needs it."""
    for ts in stale(folder):
        # put in place whole: a running window has the old file mapped, and dies where it is cut short
        made = ts.with_suffix(".qm.new")
        _qt_tool("lrelease", ["-silent", str(ts), "-qm", str(made)])
        made.replace(ts.with_suffix(".qm"))


def _qt_tool(name: str, arguments: Sequence[str]) -> None:
    """Run one of the tools in the PySide6 wheel; its own words are shown only where it fails."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "PySide6 is not installed here: run installer/develop.py setup, then use .venv's Python"
        )
    tool = Path(spec.submodule_search_locations[0]) / (f"{name}.exe" if os.name == "nt" else name)
    done = subprocess.run([str(tool), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr.strip() or done.stdout.strip()}")


# ------------------------------------------------------------------ the .ts files


def _read(ts: Path) -> ET.Element:
    return ET.parse(ts).getroot()


def _write(ts: Path, root: ET.Element) -> None:
    """One order and one indentation, whatever wrote the file before: small diffs, few merge conflicts."""
    root[:] = sorted(root, key=lambda context: context.findtext("name") or "")
    ET.indent(root, " " * 4)
    text = ET.tostring(root, encoding="unicode")
    content = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n'
    if not ts.exists() or ts.read_text(encoding="utf-8") != content:
        ts.write_text(content, encoding="utf-8", newline="\n")


def _messages(root: ET.Element) -> Iterator[tuple[str, str, ET.Element]]:
    """Context, source text and element of each string."""
    for context in root.iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name") or "", message.findtext("source") or "", message


def fill(ts: Path, fillings: Fillings) -> list[str]:
    """Put translations into *ts*; returns the sources that are no string of the window."""
    root = _read(ts)
    unused = {key: set(value) for key, value in fillings.items() if isinstance(value, Mapping)}
    unused[""] = {key for key, value in fillings.items() if not isinstance(value, Mapping)}
    for context, source, message in _messages(root):
        within = fillings.get(context)
        if isinstance(within, Mapping) and source in within:
            _put(message, within[source])
            unused[context].discard(source)
            continue
        anywhere = fillings.get(source)
        if anywhere is not None and not isinstance(anywhere, Mapping):
            _put(message, anywhere)
            unused[""].discard(source)
    _write(ts, root)
    return sorted(source for sources in unused.values() for source in sources)


def _put(message: ET.Element, translation: Translation) -> None:
    target = message.find("translation")
    if target is None:
        target = ET.SubElement(message, "translation")
    if target.get("type") == "unfinished":
        del target.attrib["type"]
    for form in tuple(target):
        target.remove(form)
    if message.get("numerus") == "yes":
        target.text = None
        for text in [translation] if isinstance(translation, str) else translation:
            ET.SubElement(target, "numerusform").text = text
    else:
        target.text = translation if isinstance(translation, str) else translation[0]


# ------------------------------------------------------------------ checking


def check(sources: Path = SOURCES, folder: Path = FOLDER) -> list[str]:
    """Everything a translator still has to do, one line each; changes nothing."""
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        for language in LANGUAGES:
            kept = ts_path(language, folder)
            now = ts_path(language, Path(scratch))
            if kept.exists():
                now.write_bytes(kept.read_bytes())
            collect(now, language, sources=sources)
            problems += [f"{language}: {problem}" for problem in _problems(_read(now))]
    return problems


def _problems(root: ET.Element) -> Iterator[str]:
    for context, source, message in _messages(root):
        target = message.find("translation")
        state = "" if target is None else target.get("type", "")
        where = f"{context}: {source!r}"
        if state in {"vanished", "obsolete"}:
            yield f"not used any more (--prune drops it): {where}"
            continue
        texts = _texts(target)
        if state == "unfinished" or not texts or not all(texts):
            yield f"not translated: {where}"
            continue
        wanted = set(_PLACE.findall(source))
        # A plural form may leave the number out ("one visit"); any other place must be there.
        spared = {"%n", "%Ln"} if message.get("numerus") == "yes" else set()
        for text in texts:
            found = set(_PLACE.findall(text))
            if (wanted ^ found) - spared:
                yield f"places {sorted(found)} instead of {sorted(wanted)}: {where}"


def _texts(target: ET.Element | None) -> list[str]:
    if target is None:
        return []
    forms = [form.text or "" for form in target.iter("numerusform")]
    return forms or [target.text or ""]


# ------------------------------------------------------------------ one at a time


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other run holds *lock*: several people may fill in translations of one checkout."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as handle:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
