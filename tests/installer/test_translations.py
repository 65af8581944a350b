"""Translations: strings are collected from source, filled in, checked and compiled by Qt's own tools."""

import textwrap
import threading

import pytest
from PySide6.QtCore import QTranslator

from installer import translations

PAGE = '''
"""A page."""
from PySide6.QtWidgets import QWidget

class VisitsPage(QWidget):
    def fill(self, month, count):
        self.setWindowTitle(self.tr("Visits of {month}").format(month=month))
        self.setToolTip(self.tr("%n visits wait", "", count))
        self.setStatusTip(self.tr("Open"))

class RatingPage(QWidget):
    def fill(self):
        self.setStatusTip(self.tr("Open"))
'''
COMPLETE: translations.Fillings = {
    "VisitsPage": {"Visits of {month}": "{month}服务记录", "%n visits wait": ["%n 条待办"]},
    "Open": "打开",
}
ENGLISH: translations.Fillings = {"%n visits wait": ["%n visit waits", "%n visits wait"]}


@pytest.fixture
def project(tmp_path):
    """Source and translation folders with the strings of PAGE collected."""
    sources, folder = tmp_path / "ui", tmp_path / "i18n"
    sources.mkdir()
    (sources / "page.py").write_text(textwrap.dedent(PAGE), encoding="utf-8")
    _collect(sources, folder)
    return sources, folder


def _collect(sources, folder, **options):
    for language in translations.LANGUAGES:
        translations.collect(translations.ts_path(language, folder), language, sources=sources, **options)


def _complete(folder):
    unknown = translations.fill(translations.ts_path("zh_CN", folder), COMPLETE)
    unknown += translations.fill(translations.ts_path("en", folder), ENGLISH)
    return unknown


def test_what_is_not_translated_is_named(project):
    problems = translations.check(*project)
    assert "zh_CN: not translated: VisitsPage: 'Visits of {month}'" in problems
    assert "zh_CN: not translated: RatingPage: 'Open'" in problems
    assert [problem for problem in problems if problem.startswith("en:")] == [
        "en: not translated: VisitsPage: '%n visits wait'"
    ]


def test_complete_translations_pass_and_speak(project):
    sources, folder = project
    assert _complete(folder) == []
    assert translations.check(sources, folder) == []
    translations.compile_all(folder)
    chinese, english = QTranslator(), QTranslator()
    assert chinese.load(str(folder / "provider_desktop_zh_CN.qm"))
    assert english.load(str(folder / "provider_desktop_en.qm"))
    assert chinese.translate("RatingPage", "Open") == "打开"
    assert [english.translate("VisitsPage", "%n visits wait", "", count) for count in (1, 2)] == [
        "%n visit waits",
        "%n visits wait",
    ]


def test_a_context_goes_before_any_context(project):
    _, folder = project
    ts = translations.ts_path("zh_CN", folder)
    assert translations.fill(ts, {"Open": "打开", "RatingPage": {"Open": "查看"}}) == []
    text = ts.read_text(encoding="utf-8")
    assert text.count("<translation>打开</translation>") == text.count("<translation>查看</translation>") == 1


def test_a_source_that_is_no_string_of_the_window_is_told(project):
    _, folder = project
    unknown = translations.fill(
        translations.ts_path("zh_CN", folder), {"Opne": "打开", "VisitsPage": {"Close": "关闭"}}
    )
    assert unknown == ["Close", "Opne"]


def test_a_lost_place_is_found(project):
    sources, folder = project
    _complete(folder)
    translations.fill(translations.ts_path("zh_CN", folder), {"Visits of {month}": "{mouth}服务记录"})
    assert translations.check(sources, folder) == [
        "zh_CN: places ['{mouth}'] instead of ['{month}']: VisitsPage: 'Visits of {month}'"
    ]


def test_what_no_source_line_uses_is_kept_until_pruned(project):
    sources, folder = project
    _complete(folder)
    page = sources / "page.py"
    page.write_text(page.read_text(encoding="utf-8").replace("Visits of {month}", "Visits in {month}"))
    _collect(sources, folder)
    assert any("not used any more" in problem for problem in translations.check(sources, folder))
    assert "{month}服务记录" in translations.ts_path("zh_CN", folder).read_text(encoding="utf-8")
    _collect(sources, folder, prune=True)
    assert translations.check(sources, folder) == ["zh_CN: not translated: VisitsPage: 'Visits in {month}'"]


def test_checking_changes_nothing(project):
    sources, folder = project
    _complete(folder)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    (sources / "page.py").write_text('"""Empty."""\n')
    assert translations.check(sources, folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_only_what_is_stale_is_compiled(project):
    _, folder = project
    assert len(translations.stale(folder)) == 2
    translations.compile_all(folder)
    assert translations.stale(folder) == []
    ts = translations.ts_path("zh_CN", folder)
    ts.write_bytes(ts.read_bytes())
    assert translations.stale(folder) == [ts]


def test_a_broken_file_is_told_by_the_tool(tmp_path):
    (tmp_path / "provider_desktop_zh_CN.ts").write_text("<TS><context>")
    with pytest.raises(SystemExit, match="lrelease failed"):
        translations.compile_all(tmp_path)


def test_runs_of_several_people_wait_for_each_other(tmp_path):
    lock = tmp_path / "build" / "lock"
    order = []

    def second():
        with translations._alone(lock):
            order.append("second")

    with translations._alone(lock):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.2)
        order.append("first")
    waiting.join(timeout=10)
    assert order == ["first", "second"]
