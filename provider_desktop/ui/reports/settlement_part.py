"""The settlement of a month in the window: prices, lines, deductions with reasons, and the confirmation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.findings import Action
from provider_desktop.domain.settlements import Deduction, Prices
from provider_desktop.services.settlements import SettlementRow, SettlementView
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import DangerButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, words

#: More yuan than any month of an agency.
_MOST = Decimal(100_000_000)


def fen_of(typed: str) -> int | None:
    """Fen for yuan as typed (``12``, ``12.5``, ``1,200.50``); None for what is no amount."""
    try:
        yuan = Decimal(typed.strip().replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation:
        return None
    if not yuan.is_finite() or not 0 <= yuan <= _MOST:
        return None
    return int((yuan * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def yuan_text(fen: int) -> str:
    """Fen as yuan with two places and thin groups."""
    sign = "−" if fen < 0 else ""
    whole = f"{abs(fen) // 100:,}".replace(",", "\u202f")
    return f"{sign}{whole}.{abs(fen) % 100:02d}"


class SettlementPart(QWidget):
    """Shows one month; everything typed is kept at once. ``changed`` says that figures moved."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._month, self._reason = "", ""
        self._view: SettlementView | None = None
        self._notice = Banner(Tone.YELLOW, "", icon="warning")
        self._state = Badge(Tone.NONE, "")
        self._visit_price, self._hour_price = QLineEdit(), QLineEdit()
        self._amount, self._why = QLineEdit(), QLineEdit()
        self._set_prices = SecondaryButton(self.tr("Use these prices"))
        self._set_prices.clicked.connect(self.save_prices)
        self._confirm = SecondaryButton(self.tr("Confirm and lock the month"), icon="lock")
        self._confirm.clicked.connect(self.ask_to_confirm)
        self._sure = DangerButton(self.tr("Yes, settle and lock"))
        self._sure.clicked.connect(self.confirm)
        self.table = DataTable(self.tr("Settlement"))
        self.table.setModel(RowsModel(self._columns(), lambda row: row.recipient, self.table))
        self.table.row_selected.connect(self._show_deduction)
        self.table.row_opened.connect(lambda _row: self._amount.setFocus())
        for field in (self._amount, self._why):
            field.returnPressed.connect(self.save_deduction)
        for field in (self._visit_price, self._hour_price):
            field.returnPressed.connect(self.save_prices)
        self._why.setMaxLength(200)
        self._deduct = SecondaryButton(self.tr("Take off"))
        self._deduct.clicked.connect(self.save_deduction)
        self._total = words("", "strong")
        self._build()

    def load(self, month: str, reason: str = "") -> None:
        """Show a month; with a reason names are shown in full."""
        if month != self._month:
            self._sure.hide()
        self._month, self._reason = month, reason
        services = self._context.services
        self._context.tasks.run(
            lambda: services.settlements.view(month, reason), owner=self, on_done=self.show_view
        )

    def show_view(self, view: SettlementView) -> None:
        """Show figures, state, and what keeps the month from being confirmed."""
        self._view = view
        self.table.show_rows(view.rows)
        if view.rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        for field, fen in (
            (self._visit_price, view.prices.per_visit),
            (self._hour_price, view.prices.per_hour),
        ):
            if not field.hasFocus():
                field.setText(f"{fen / 100:.2f}")
        locked = view.is_locked
        for widget in (
            self._visit_price, self._hour_price, self._set_prices, self._amount, self._why, self._deduct,
        ):  # fmt: skip
            widget.setEnabled(not locked)
        blocks = any(each.action is Action.BLOCK for each in view.findings)
        self._confirm.setVisible(not locked)
        self._confirm.setEnabled(not blocks and bool(view.rows))
        self._say_state(view)
        self._say_findings(view)
        formats = self._context.formats
        self._total.setText(
            formats.joined(
                self.tr("%n visit(s)", "", view.total.visits),
                formats.minutes(view.total.minutes),
                self.tr("taken off {amount}").format(amount=yuan_text(view.deducted))
                if view.deducted
                else "",
                self.tr("to be paid {amount} yuan").format(amount=yuan_text(view.total.amount)),
            )
        )
        self._show_deduction(self.table.current_row)

    # doing

    def save_prices(self) -> None:
        """Use the prices typed."""
        found = [(row, fen_of(field.text())) for row, field in self._price_rows()]
        for row, fen in found:
            row.show_problem("" if fen is not None else self.tr("This is no amount."))
        visit, hour = (fen for _, fen in found)
        if visit is None or hour is None:
            return
        services, prices = self._context.services, Prices(visit, hour)
        self._context.tasks.run(
            lambda: services.settlements.set_prices(prices), owner=self, on_done=lambda _done: self._again()
        )

    def save_deduction(self) -> None:
        """Take the amount typed off the recipient chosen; no amount takes nothing off."""
        row: SettlementRow | None = self.table.current_row
        if row is None or self._view is None or self._view.is_locked:
            return
        typed, reason = self._amount.text().strip(), self._why.text().strip()
        fen = fen_of(typed) if typed else 0
        self._amount_row.show_problem("" if fen is not None else self.tr("This is no amount."))
        self._why_row.show_problem(self.tr("Say why it is taken off.") if fen and not reason else "")
        if fen is None or (fen and not reason):
            return
        services, month = self._context.services, self._month
        off = (Deduction(fen, reason),) if fen else ()
        self._context.tasks.run(
            lambda: services.settlements.deduct(month, row.recipient, off),
            owner=self,
            on_done=lambda _done: self._deducted(),
        )

    def ask_to_confirm(self) -> None:
        """A settled month cannot be opened again from here: ask once more."""
        self._sure.show()
        self._sure.setFocus()

    def confirm(self) -> None:
        """Seal the settlement."""
        services, month = self._context.services, self._month
        self._sure.hide()
        self._context.tasks.run(
            lambda: services.settlements.confirm(month), owner=self, on_done=self._confirmed
        )

    def _confirmed(self, view: SettlementView) -> None:
        upload = Destination("upload")
        self._context.messages.say_done(
            self.tr("{month} is settled and locked. It goes with the next upload.").format(
                month=self._context.formats.long_month(view.month)
            ),
            self.tr("To upload"),
            lambda: self._context.open(upload),
        )
        self._again()

    def _deducted(self) -> None:
        self._again()
        self.table.setFocus()

    def _again(self) -> None:
        self.load(self._month, self._reason)
        self.changed.emit()

    # showing

    def _say_state(self, view: SettlementView) -> None:
        if view.state is None:
            self._state.show_chip(Chip(Tone.NONE, self.tr("Not confirmed")))
            return
        word = self._context.labels.word("state", view.state)
        if view.is_locked:
            text = self.tr("Settled by {name}, {state}").format(name=view.confirmed_by, state=word)
            self._state.show_chip(Chip(Tone.GREEN, text))
        else:
            self._state.show_chip(Chip(Tone.RED, word))

    def _say_findings(self, view: SettlementView) -> None:
        labels = self._context.labels
        said = []
        for each in view.returned if not view.is_locked else ():
            text = each.get("text")
            own = text.get("zh" if labels.language == "zh_CN" else "en") if isinstance(text, dict) else ""
            said.append(str(own or each.get("rule", "")))
        said += [labels.finding(each) for each in view.findings]
        blocks = any(each.action is Action.BLOCK for each in view.findings) or view.returned
        self._notice.show_notice(Tone.RED if blocks else Tone.YELLOW, " ".join(said), icon="warning")
        self._notice.setVisible(bool(said))

    def _show_deduction(self, row: SettlementRow | None) -> None:
        if row is None or self._amount.hasFocus() or self._why.hasFocus():
            return
        self._amount.setText(f"{row.deducted / 100:.2f}" if row.deducted else "")
        self._why.setText("；".join(each.reason for each in row.deductions))
        for form in (self._amount_row, self._why_row):
            form.show_problem("")

    def _columns(self) -> tuple[Column[SettlementRow], ...]:
        formats = self._context.formats
        return (
            Column(self.tr("Recipient"), lambda row: row.name, 120, bold=True, sort=lambda row: row.name),
            Column(self.tr("Visits"), lambda row: formats.count(row.visits), 80, right=True,
                   sort=lambda row: row.visits),
            Column(self.tr("Minutes"), lambda row: formats.count(row.minutes), 90, right=True,
                   sort=lambda row: row.minutes),
            Column(self.tr("Before"), lambda row: yuan_text(row.gross), 110, right=True,
                   sort=lambda row: row.gross),
            Column(self.tr("Taken off"), lambda row: yuan_text(row.deducted) if row.deducted else "", 100,
                   right=True, sort=lambda row: row.deducted),
            Column(self.tr("To be paid"), lambda row: yuan_text(row.amount), 120, right=True, bold=True,
                   sort=lambda row: row.amount),
            Column("", lambda row: "；".join(each.reason for each in row.deductions), 0, muted=True),
        )  # fmt: skip

    def _price_rows(self) -> tuple[tuple[FormRow, QLineEdit], ...]:
        return ((self._visit_row, self._visit_price), (self._hour_row, self._hour_price))

    def _build(self) -> None:
        self._visit_row = FormRow(self.tr("Yuan a visit"), self._visit_price)
        self._hour_row = FormRow(self.tr("Yuan an hour"), self._hour_price)
        self._amount_row = FormRow(self.tr("Take off (yuan)"), self._amount)
        self._why_row = FormRow(self.tr("Reason"), self._why)
        head, foot = QHBoxLayout(), QHBoxLayout()
        scale_layout(self, head, spacing=12)
        scale_layout(self, foot, spacing=12)
        for row, button in ((head, self._set_prices), (foot, self._deduct)):
            first, second = (
                (self._visit_row, self._hour_row) if row is head else (self._amount_row, self._why_row)
            )
            row.addWidget(first, 1)
            row.addWidget(second, 1 if row is head else 3)
            row.addLayout(_at_bottom(self, button))
        head.addStretch(1)
        head.addLayout(_at_bottom(self, self._state, self._sure, self._confirm))
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addWidget(self._notice)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(self._total)
        box.addLayout(foot)
        self._notice.hide()
        self._sure.hide()


def _at_bottom(owner: QWidget, *widgets: QWidget) -> QVBoxLayout:
    """Beside labelled fields: level with the fields, not with their labels."""
    column, row = QVBoxLayout(), QHBoxLayout()
    scale_layout(owner, column, spacing=0)
    scale_layout(owner, row, spacing=8)
    for widget in widgets:
        row.addWidget(widget)
    column.addSpacing(20)
    column.addLayout(row)
    column.addStretch(1)
    return column
