"""Rows of a form: the label above, the field, and what is wrong with it right below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class FormRow(QWidget):
    """A labelled field. The label's ``&`` letter and the field's accessible name come by themselves."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        hint: str = "",
        parent: QWidget | None = None,
        *,
        beside: bool = False,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self._label = QLabel(label, self)
        self._label.setBuddy(field)
        # of this row from the start: shown without a parent it would be a window for a moment
        self._message = words(hint, "small", wrap=True, parent=self)
        self._message.setVisible(bool(hint))
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        below = QVBoxLayout()
        scale_layout(self, below, spacing=4)
        below.addWidget(field)
        below.addWidget(self._message)
        outer: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if beside else QVBoxLayout(self)
        scale_layout(self, outer, spacing=12 if beside else 4)
        if beside:
            outer.addWidget(self._label, 1, Qt.AlignmentFlag.AlignTop)
            outer.addLayout(below, 2)
        else:
            self._label.setProperty("kind", "small")
            outer.addWidget(self._label)
            outer.addLayout(below)

    def show_problem(self, problem: str) -> None:
        """Mark the field and say what is wrong with it; the empty string clears it."""
        self._show(problem, "problem" if problem else "small")
        self.field.setProperty("state", "problem" if problem else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def show_notice(self, notice: str) -> None:
        """Say something worth knowing that does not stop anyone."""
        self._show(notice, "notice" if notice else "small")

    def _show(self, text: str, kind: str) -> None:
        self._message.setText(text or self._hint)
        self._message.setProperty("kind", kind)
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)
        self._message.setVisible(bool(text or self._hint))
        self.field.setAccessibleDescription(text or self._hint)
