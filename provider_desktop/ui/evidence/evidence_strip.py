"""The pictures of one visit as small copies; each opens large beside, inside the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from provider_desktop.domain.visits import Evidence
from provider_desktop.services.pictures import KeptPicture
from provider_desktop.ui.evidence.picture_view import PictureView
from provider_desktop.ui.icons import put_icon
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import SidePanel
from provider_desktop.ui.widgets.surfaces import words

_ACROSS = 3


class EvidenceStrip(QWidget):
    """Asks for small copies by itself; ``opened`` says which file was looked at."""

    opened = Signal(str)

    def __init__(self, context: PageContext, evidence: Sequence[Evidence], page: QWidget) -> None:
        """``page`` is what the large picture opens over."""
        super().__init__()
        self._context = context
        self._page = page
        self._panel: SidePanel | None = None
        self._grid = QGridLayout(self)
        scale_layout(self, self._grid, spacing=8)
        services = context.services
        context.tasks.run(lambda: services.pictures.of_visit(evidence), owner=self, on_done=self._show)

    def _show(self, pictures: tuple[KeptPicture, ...]) -> None:
        for at, picture in enumerate(pictures):
            self._grid.addWidget(self._button(picture), at // _ACROSS, at % _ACROSS)
        self._grid.setColumnStretch(_ACROSS, 1)

    def _button(self, picture: KeptPicture) -> QToolButton:
        theme, formats = current_theme(), self._context.formats
        kind = self._context.labels.word("evidence", picture.kind)
        taken = formats.moment(picture.taken_at) if picture.taken_at else ""
        button = QToolButton()
        button.setProperty("kind", "thumbnail")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setText(kind)
        button.setAccessibleName(formats.joined(kind, taken))
        button.setToolTip(formats.joined(taken, f"{picture.sha256[:12]}…"))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(theme.px(104), theme.px(78)))
        if picture.thumbnail:
            pixmap = QPixmap()
            pixmap.loadFromData(picture.thumbnail)
            button.setIcon(QIcon(pixmap))
            button.clicked.connect(lambda: self._open(picture, kind))
        else:
            put_icon(button, "reports" if picture.is_pdf else "offline", "muted", size=32)
            button.setEnabled(picture.is_pdf)
            why = self.tr("PDF, kept encrypted") if picture.is_pdf else self.tr("not on this PC")
            button.setToolTip(formats.joined(why, f"{picture.sha256[:12]}…"))
            button.setAccessibleDescription(why)
            if picture.is_pdf:
                button.clicked.connect(lambda: self._open(picture, kind))
        return button

    def _open(self, picture: KeptPicture, kind: str) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.pictures.picture(picture.sha256),
            owner=self,
            on_done=lambda content: self._show_large(content, picture, kind),
        )

    def _show_large(self, content: bytes, picture: KeptPicture, kind: str) -> None:
        if self._panel is None:
            self._panel = SidePanel(self._page, width=760)
        view = PictureView(kind)
        view.show_picture(content, self.tr("A PDF of {size} KB. It is uploaded as it is.").format(
            size=max(1, picture.size // 1024)
        ))  # fmt: skip
        ground = QWidget()
        box = QVBoxLayout(ground)
        scale_layout(ground, box, margins=(20, 14, 20, 16), spacing=10)
        box.addWidget(view, 1)
        taken = self._context.formats.moment(picture.taken_at) if picture.taken_at else ""
        facts = self._context.formats.joined(taken, f"SHA-256 {picture.sha256[:24]}…")
        box.addWidget(words(facts, "small", wrap=True))
        self._panel.show_content(kind, ground)
        self.opened.emit(picture.sha256)
