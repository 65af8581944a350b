"""F1: the help page of the screen one is on, beside it and not over it."""

from __future__ import annotations

from PySide6.QtWidgets import QTextBrowser

from provider_desktop.resources import read_text
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.side_panel import SidePanel


def help_text(section: str, language: str) -> str:
    """The help page of a section as Markdown; the general one where a section has none of its own."""
    for page in (section, "window"):
        try:
            return read_text("guide", language, f"{page}.md")
        except FileNotFoundError:
            continue
    raise FileNotFoundError(f"no help in {language}")


class HelpPanel(SidePanel):
    """Shows help at the right edge of the window."""

    def show_help(self, section: str, language: str) -> None:
        """Open the page of a section."""
        page = QTextBrowser()
        page.setFrameShape(QTextBrowser.Shape.NoFrame)
        page.setOpenExternalLinks(False)
        page.setOpenLinks(False)
        page.document().setDocumentMargin(current_theme().px(16))
        text = help_text(section, language)
        title, _, body = text.partition("\n")
        page.setMarkdown(body)
        page.setAccessibleName(title.lstrip("# "))
        self.show_content(title.lstrip("# "), page)
