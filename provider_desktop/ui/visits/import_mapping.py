"""What the columns of a table mean: the guess, to be confirmed or changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from provider_desktop.services.imports import ImportPreview
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.visits.import_model import masked
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import Card, words


class ImportMapping(Card):
    """One choice for each column. ``changed`` gives the new mapping, field by column."""

    changed = Signal(object)

    def __init__(self, labels: Labels) -> None:
        super().__init__("", spacing=8)
        self._labels = labels
        self._boxes: dict[int, QComboBox] = {}
        self._content: QWidget | None = None
        self.box.addWidget(words(self.tr("What the columns mean"), "heading"))
        self._note = words("", "small", wrap=True)
        self.box.addWidget(self._note)
        self.setAccessibleName(self.tr("What the columns mean"))

    def show_preview(self, preview: ImportPreview) -> None:
        """Show the columns of the chosen sheet."""
        sheet = preview.chosen
        self._note.setText(
            self.tr("As you set it for this kind of table before.")
            if preview.remembered
            else self.tr("Guessed from headings and values. Change what is wrong; it is remembered.")
        )
        content = QWidget()
        box = QVBoxLayout(content)
        scale_layout(content, box, margins=(0, 0, 8, 0), spacing=10)
        self._boxes = {}
        for column, heading in enumerate(sheet.columns):
            sample = next(
                (cells[column] for _, cells in sheet.sample if len(cells) > column and cells[column]), ""
            )
            if not heading and not sample:
                continue
            choose = QComboBox()
            choose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choose.setMinimumContentsLength(6)
            choose.addItem(self.tr("not imported"), "")
            for field in preview.fields:
                choose.addItem(self._labels.word("sheet_field", f"{preview.kind}.{field}"), field)
            choose.setCurrentIndex(max(0, choose.findData(sheet.mapping.get(column, ""))))
            choose.currentIndexChanged.connect(lambda _index, at=column: self._change(at))
            self._boxes[column] = choose
            title = heading.replace("\n", " ") or self.tr("Column {number}").format(number=column + 1)
            example = self.tr("as {example}").format(example=masked(sample)[:24]) if sample else ""
            box.addWidget(FormRow(title, choose, example))
        box.addStretch(1)
        if self._content is not None:
            self.box.removeWidget(self._content)
            self._content.deleteLater()
        self._content = scrolled(content, self.tr("What the columns mean"))
        self._content.setMinimumWidth(content.minimumSizeHint().width() + current_theme().px(20))
        self.box.addWidget(self._content, 1)

    @property
    def mapping(self) -> dict[int, str]:
        """Field by column."""
        return {column: str(box.currentData()) for column, box in self._boxes.items() if box.currentData()}

    def _change(self, column: int) -> None:
        """A field belongs to one column: another that had it lets it go."""
        field = self._boxes[column].currentData()
        for other, box in self._boxes.items():
            if other != column and field and box.currentData() == field:
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)
        self.changed.emit(self.mapping)
