"""Which language the window speaks: our own translation and Qt's, put on the application and taken off."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from provider_desktop import wording
from provider_desktop.resources import resource_path


def language_for(setting: str, system: str | None = None) -> str:
    """The language of a setting: ``system`` is Chinese on a Chinese desktop, English on any other."""
    if setting in wording.LANGUAGES:
        return setting
    name = system if system is not None else QLocale.system().name()
    return "zh_CN" if name.startswith("zh") else "en"


class Translations(QObject):
    """The translators of one application; a window built after :meth:`use` speaks the language.

    They go when ``parent`` does, or with the application.
    """

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent if parent is not None else application)
        self._application = application
        self._installed: list[QTranslator] = []
        self._language = ""

    @property
    def language(self) -> str:
        """The language in use."""
        return self._language

    def use(self, language: str) -> None:
        """Speak a language from now on. Raises ``FileNotFoundError`` where a translation is not shipped."""
        for old in self._installed:
            self._application.removeTranslator(old)
            old.deleteLater()
        self._installed = []
        self._language = language
        QLocale.setDefault(QLocale(language))
        # English is what the source says; its own file holds only the plural forms
        files = [str(resource_path("i18n", f"provider_desktop_{language}.qm"))]
        if language == "zh_CN":
            files.append(f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_zh_CN.qm")
        for file in files:
            translator = QTranslator(self)
            if not translator.load(file):
                raise FileNotFoundError(f"not a translation: {file}")
            self._application.installTranslator(translator)
            self._installed.append(translator)
