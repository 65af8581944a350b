"""What narrows the list of all records, and the order it stands in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.checks import VISIT_RULES
from provider_desktop.domain.visits import Source, VisitState
from provider_desktop.services.visit_service import FilterChoices
from provider_desktop.services.visits import VisitFilter
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.widgets.buttons import LinkButton
from provider_desktop.ui.widgets.scaling import scale_layout

#: Milliseconds after the last key before the list is asked for.
_PAUSE = 200


class RecordFilters(QWidget):
    """Two rows of fields. ``changed`` gives the :class:`VisitFilter` as it now stands."""

    changed = Signal(object)

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats
        self._shown = VisitFilter()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._apply)
        self._text = QLineEdit()
        self._text.setProperty("kind", "search")
        self._text.setPlaceholderText(self.tr("Name, initials, id or phone"))
        self._text.setAccessibleName(self.tr("Find a recipient"))
        self._text.setClearButtonEnabled(True)
        self._text.textEdited.connect(lambda _text: self._pause.start())
        self._text.returnPressed.connect(self._apply)
        self._clear = LinkButton(self.tr("Clear"))
        self._clear.clicked.connect(lambda: self.choose(VisitFilter()))
        self._clear.hide()
        self._month = self._combo(self.tr("Month"), self.tr("All months"))
        self._state = self._combo(self.tr("State"), self.tr("All states"))
        self._finding = self._combo(self.tr("Finding"), self.tr("All findings"))
        self._staff = self._combo(self.tr("Staff"), self.tr("All staff"))
        self._item = self._combo(self.tr("Item"), self.tr("All items"))
        self._source = self._combo(self.tr("Capture"), self.tr("Captured in any way"))
        self._evidence = self._combo(self.tr("Evidence"), self.tr("With and without evidence"))
        self._order = self._combo(self.tr("Order"), self.tr("Newest first"))
        self._fill_fixed()
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addLayout(self._row((self._text, 2), (self._month, 1), (self._state, 1), (self._finding, 1)))
        second = (self._staff, 1), (self._item, 1), (self._source, 1), (self._evidence, 1), (self._order, 1)
        box.addLayout(self._row(*second, (self._clear, 0)))

    def focus_search(self) -> None:
        """Put the cursor into the field for names."""
        self._text.setFocus()
        self._text.selectAll()

    def choose(self, wanted: VisitFilter) -> None:
        """Show a filter and say so."""
        self.show_filter(wanted)
        self.changed.emit(wanted)

    def show_filter(self, wanted: VisitFilter) -> None:
        """Show a filter; a value that is not offered shows as none, and still holds."""
        self._shown = wanted
        for box, value in (
            (self._month, wanted.month),
            (self._state, wanted.state.value if wanted.state else ""),
            (self._finding, wanted.finding),
            (self._staff, wanted.staff),
            (self._item, wanted.item),
            (self._source, wanted.source),
            (self._evidence, wanted.evidence),
            (self._order, _order_key(wanted)),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)
        self._text.setText(wanted.text)
        self._clear.setVisible(wanted != VisitFilter())

    def offer(self, choices: FilterChoices) -> None:
        """Fill in months, staff and items that there are."""
        months = [(month, self._formats.long_month(month)) for month in choices.months]
        for box, values in (
            (self._month, months),
            (self._staff, list(choices.staff)),
            (self._item, list(choices.items)),
        ):
            box.blockSignals(True)
            while box.count() > 1:
                box.removeItem(1)
            for key, name in values:
                box.addItem(name, key)
            box.blockSignals(False)
        self.show_filter(self._shown)

    def _apply(self) -> None:
        state, order = _data(self._state), _data(self._order)
        if (_data(self._source) or _data(self._evidence)) and not _data(self._month):
            # what only the records themselves say is looked for in a month, not in all the years
            self._month.blockSignals(True)
            self._month.setCurrentIndex(min(1, self._month.count() - 1))
            self._month.blockSignals(False)
        self._shown = replace(
            self._shown,
            month=_data(self._month),
            state=VisitState(state) if state else None,
            finding=_data(self._finding),
            staff=_data(self._staff),
            item=_data(self._item),
            text=self._text.text().strip(),
            source=_data(self._source),
            evidence=_data(self._evidence),
            order=order.removesuffix("-back") or "time",
            backward=order.endswith("-back"),
        )
        self._clear.setVisible(self._shown != VisitFilter())
        self.changed.emit(self._shown)

    def _fill_fixed(self) -> None:
        orders = (
            ("time-back", self.tr("Oldest first")),
            ("minutes", self.tr("Longest first")),
            ("minutes-back", self.tr("Shortest first")),
            ("recipient", self.tr("By recipient")),
        )
        for box, values in (
            (self._state, [(state.value, self._labels.word("state", state)) for state in VisitState]),
            (self._finding, [(rule, self._labels.word("rule_name", rule)) for rule in VISIT_RULES]),
            (self._source, [(source.value, self._labels.word("source", source)) for source in Source]),
            (self._evidence, [("none", self.tr("Without evidence"))]),
            (self._order, list(orders)),
        ):
            box.blockSignals(True)
            for key, name in values:
                box.addItem(name, key)
            box.blockSignals(False)

    def _row(self, *fields: tuple[QWidget, int]) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        for field, share in fields:
            row.addWidget(field, share)
        return row

    def _combo(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(5)
        box.currentIndexChanged.connect(lambda _index: self._apply())
        return box


def _data(box: QComboBox) -> str:
    return str(box.currentData() or "")


def _order_key(wanted: VisitFilter) -> str:
    key = f"{wanted.order}-back" if wanted.backward else wanted.order
    return "" if key == "time" else key
