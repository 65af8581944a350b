"""Pictures without a visit: brought in by drag, files, folder or stick; Enter takes the visit proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.visits import EvidenceKind
from provider_desktop.errors import AppError
from provider_desktop.services.pictures import BroughtIn, Candidate, WaitingPicture
from provider_desktop.ui.evidence.evidence_words import EvidenceWords
from provider_desktop.ui.evidence.picture_view import PictureView
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane, Report
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, EmptyState, words

#: Where Linux and desktops mount sticks and cards; on Windows every drive but the system's counts.
_REMOVABLE = ("/media", "/run/media", "/mnt", "/Volumes")
_LOOK = 1200


class EvidenceTab(QWidget):
    """The matching of pictures. ``counted`` says how many wait."""

    counted = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = EvidenceWords(context.labels, context.formats)
        self._shown = ""
        self.setAcceptDrops(True)
        self.table = DataTable(self.tr("Pictures without a visit"))
        self.table.setModel(
            RowsModel(self._words.columns(local_day(context.clock.now())), lambda row: row.sha256, self.table)
        )
        self.candidates = DataTable(self.tr("Visits it may belong to"), inset=True, row_height=32)
        self.candidates.setModel(
            RowsModel(self._words.candidate_columns(), lambda each: each.record, self.candidates)
        )
        keep_height(self.candidates, 190)
        self.table.row_selected.connect(self._show_picture)
        self.table.row_opened.connect(lambda _row: self.accept())
        self.candidates.row_opened.connect(lambda _row: self.accept())
        self.view = PictureView(self.tr("The picture"))
        self._kind = QComboBox()
        for kind in EvidenceKind:
            self._kind.addItem(context.labels.word("evidence", kind), kind.value)
        self._warning = Banner(Tone.YELLOW, "", icon="warning")
        self._refused = Banner(Tone.YELLOW, "", icon="warning")
        self._progress = ProgressStrip()
        self._empty = EmptyState(
            "attach",
            self.tr("No picture waits"),
            self.tr(
                "Drag photos and scans here, or add a folder or a stick. Each finds its visit by the code on "
                "the printed sheet or the time it was taken; you confirm with Enter. Places are not kept."
            ),
            self.tr("Add photos or scans…"),
        )
        self._empty.action_chosen.connect(self.choose_files)
        self._build()
        self._actions = (
            _key(self, self.tr("Add photos or scans"), self.choose_files, "Ctrl+O"),
            _key(self, self.tr("Add a folder of pictures"), self.choose_folder, "Ctrl+Shift+O"),
            _key(self, self.tr("Remove the picture"), self.discard, "Del"),
        )
        self.addActions(list(self._actions))

    def reload(self) -> None:
        """Ask for the pictures that wait."""
        services = self._context.services
        self._context.tasks.run(services.pictures.waiting, owner=self, on_done=self._show)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    # bringing in

    def choose_files(self) -> None:
        """Ask for files."""
        pattern = self.tr("Photos and scans ({patterns})").format(
            patterns="*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.pdf *.heic"
        )
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add photos or scans"), "", pattern)
        self.bring([Path(path) for path in paths])

    def choose_folder(self, start: str = "") -> None:
        """Ask for a folder, from a stick where one was chosen."""
        path = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of pictures"), start)
        self.bring([Path(path)] if path else [])

    def bring(self, paths: Sequence[Path]) -> None:
        """Take in files and folders; what is refused is named."""
        if not paths:
            return
        services = self._context.services
        self._refused.hide()
        self._progress.begin(self.tr("Taking in pictures"))

        def work(report: Report) -> BroughtIn:
            result: BroughtIn = services.pictures.bring(tuple(paths), report)
            return result

        task = self._context.tasks.run(
            work, owner=self, on_done=self._brought, on_error=self._broke_off, lane=Lane.LONG,
            progress=self._progress.show_progress,
        )  # fmt: skip
        self._progress.cancelled.connect(task.cancel, Qt.ConnectionType.SingleShotConnection)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.bring([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # deciding

    def accept(self) -> None:
        """Put the picture to the visit chosen, and go on to the next picture."""
        picture, candidate = self._picture(), self._candidate()
        if picture is None:
            return
        if candidate is None:
            self._context.messages.say(self.tr("No visit fits this picture. Log its visit first."))
            return
        services, kind = self._context.services, EvidenceKind(self._kind.currentData())
        self._context.tasks.run(
            lambda: services.pictures.attach(picture.sha256, candidate.record, kind),
            owner=self,
            on_done=lambda _done: self._attached(candidate),
        )

    def discard(self) -> None:
        """Forget the picture; the original on the phone or stick stays."""
        picture, services = self._picture(), self._context.services
        if picture is not None and not self.candidates.hasFocus():
            self._context.tasks.run(
                lambda: services.pictures.discard(picture.sha256),
                owner=self,
                on_done=lambda _done: self.reload(),
            )

    def _attached(self, candidate: Candidate) -> None:
        sentence = (
            self.tr("Added to {name} by a correction; it goes with the next upload.")
            if candidate.is_sealed
            else self.tr("Added to the draft of {name}.")
        )
        self._context.messages.say_done(sentence.format(name=candidate.recipient_name))
        self.reload()
        self.table.setFocus()

    # showing

    def _show(self, rows: tuple[WaitingPicture, ...]) -> None:
        self.table.show_rows(rows)
        self._stack.setCurrentWidget(self._work if rows else self._empty)
        self.counted.emit(len(rows))
        self._count.setText(self.tr("%n picture(s) without a visit", "", len(rows)))
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        picture = self._picture()
        if picture is not None:
            self._show_picture(picture)

    def _show_picture(self, picture: WaitingPicture) -> None:
        self.candidates.show_rows(picture.candidates)
        if picture.candidates:
            self.candidates.setCurrentIndex(self.candidates.model().index(0, 0))
        self._kind.setCurrentIndex(self._kind.findData(picture.kind.value))
        warning = self._words.warning(picture)
        self._warning.setVisible(bool(warning))
        self._warning.show_notice(Tone.YELLOW, warning, icon="warning")
        if picture.sha256 == self._shown and self.view.has_picture:
            return
        self._shown = picture.sha256
        services, sha256 = self._context.services, picture.sha256

        def show(content: bytes) -> None:
            if self._shown == sha256:
                self.view.show_picture(content, self.tr("A PDF. Open the paper to see which visit it is of."))

        self._context.tasks.run(lambda: services.pictures.picture(sha256, _LOOK), owner=self, on_done=show)

    def _brought(self, result: BroughtIn) -> None:
        self._progress.end()
        parts = [self.tr("%n picture(s) taken in", "", result.added)]
        if result.known:
            parts.append(self.tr("%n here already", "", result.known))
        self._context.messages.say_done(self._context.formats.joined(*parts))
        if result.refused:
            named = "；".join(
                f"{each.name}：{self._context.labels.word('picture_refused', each.reason)}"
                for each in result.refused[:5]
            )
            more = self.tr(" and %n more", "", len(result.refused) - 5) if len(result.refused) > 5 else ""
            self._refused.show_notice(
                Tone.YELLOW,
                self.tr("Not taken: {files}{more}").format(files=named, more=more),
                icon="warning",
            )
            self._refused.show()
        self.reload()
        self.table.setFocus()

    def _broke_off(self, error: Exception) -> None:
        self._progress.end()
        self.reload()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _picture(self) -> WaitingPicture | None:
        row: WaitingPicture | None = self.table.current_row
        return row

    def _candidate(self) -> Candidate | None:
        row: Candidate | None = self.candidates.current_row
        return row

    def _build(self) -> None:
        head = QHBoxLayout()
        scale_layout(self, head, spacing=8)
        self._count = words("", "muted")
        folder = SecondaryButton(self.tr("Folder or stick…"), icon="usb")
        folder.clicked.connect(lambda: self._offer_folders(folder))
        add = SecondaryButton(self.tr("Add photos or scans…"), icon="plus")
        add.clicked.connect(self.choose_files)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(folder)
        head.addWidget(add)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        scale_layout(self._work, row, spacing=14)
        row.addWidget(self.table, 5)
        row.addWidget(self._deciding(), 6)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work)
        self._stack.addWidget(self._empty)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=10)
        box.addLayout(head)
        box.addWidget(self._progress)
        box.addWidget(self._refused)
        box.addWidget(self._stack, 1)
        self._refused.hide()
        self.setFocusProxy(self.table)

    def _deciding(self) -> QWidget:
        card = Card()
        card.box.addWidget(self.view, 1)
        card.box.addWidget(self._warning)
        card.box.addWidget(words(self.tr("Visits it may belong to"), "strong"))
        card.box.addWidget(self.candidates)
        foot = QHBoxLayout()
        scale_layout(card, foot, spacing=8)
        foot.addWidget(FormRow(self.tr("It is a"), self._kind, beside=True))
        foot.addStretch(1)
        remove = LinkButton(self.tr("Remove"), icon="trash", hint="Del")
        remove.clicked.connect(self.discard)
        put = PrimaryButton(self.tr("Put to this visit"), hint=self.tr("Enter in the list"))
        put.clicked.connect(self.accept)
        foot.addWidget(remove)
        foot.addWidget(put)
        card.box.addLayout(foot)
        return card

    def _offer_folders(self, button: QWidget) -> None:
        """Sticks and cards that are in, and any other folder."""
        menu = QMenu(self)
        for name, path in removable_places():
            menu.addAction(name, lambda path=path: self.choose_folder(path))
        menu.addSeparator()
        menu.addAction(self.tr("Another folder…"), self.choose_folder)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def removable_places() -> tuple[tuple[str, str], ...]:
    """Names and paths of sticks and cards that are mounted now."""
    system = QStorageInfo.root().rootPath()
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_drive = len(path) == 3 and path[1] == ":" and path != system
        if volume.isReady() and (is_drive or path.startswith(_REMOVABLE)):
            found.append((volume.displayName() or path, path))
    return tuple(found)


def _key(owner: QWidget, text: str, do: Callable[[], object], key: str) -> QAction:
    """An action whose key works within this tab only."""
    made = QAction(text, owner)
    made.setShortcut(QKeySequence(key))
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.triggered.connect(lambda _checked=False: do())
    return made
