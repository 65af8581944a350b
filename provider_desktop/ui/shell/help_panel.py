"""F1: the help page of the screen one is on, beside it and not over it."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
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


def _space_paragraphs(document: QTextDocument) -> None:
    """Markdown comes without gaps between its paragraphs."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        of_list: object = block.textList()
        shape = QTextBlockFormat(block.blockFormat())
        shape.setBottomMargin(current_theme().px(4 if of_list is not None else 10))
        shape.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(shape)
        block = block.next()


class HelpPanel(SidePanel):
    """Shows help at the right edge of the window."""

    def show_help(self, section: str, language: str) -> None:
        """Open the page of a section."""
        page = QTextBrowser()
        page.setProperty("kind", "plain")
        page.setOpenExternalLinks(False)
        page.setOpenLinks(False)
        page.document().setDocumentMargin(current_theme().px(16))
        text = help_text(section, language)
        title, _, body = text.partition("\n")
        page.setMarkdown(body)
        _space_paragraphs(page.document())
        page.setAccessibleName(title.lstrip("# "))
        self.show_content(title.lstrip("# "), page)
