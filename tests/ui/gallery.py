"""Every widget of the kit on one sheet, for looking at: python -m tests.ui.gallery FOLDER."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.ui.languages import Translations
from provider_desktop.ui.messages import Message
from provider_desktop.ui.theme import Appearance, ThemeChoice, Tone, load_fonts
from provider_desktop.ui.widgets.buttons import (
    DangerButton,
    IconButton,
    LinkButton,
    PrimaryButton,
    SecondaryButton,
)
from provider_desktop.ui.widgets.charts import Bar, Sparkline
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.marks import Badge, LightPill
from provider_desktop.ui.widgets.message_bar import MessageBar
from provider_desktop.ui.widgets.painting import BarValue, Chip
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup
from provider_desktop.ui.widgets.surfaces import Banner, Card, EmptyState, PageHead, StatCard, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

TREND = (94.0, 95.1, 94.4, 96.8, 95.9, 96.2, 97.1, 96.6, 97.9, 96.9, 94.8, 93.1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the sheet's table."""

    name: str
    tone: Tone
    word: str
    figures: str
    share: float
    tick: float
    value: str


INDICATORS = (
    Indicator("计划完成率", Tone.YELLOW, "黄", "217 / 233", 0.931, 0.95, "93.1 %"),
    Indicator("时长达标率", Tone.GREEN, "绿", "211 / 217", 0.972, 0.95, "97.2 %"),
    Indicator("手工更正率", Tone.GREEN, "绿", "9 / 217", 0.041, 0.05, "4.1 %"),
    Indicator("持证有效率", Tone.RED, "红", "7 / 8", 0.875, 1.0, "87.5 %"),
)

COLUMNS: tuple[Column[Indicator], ...] = (
    Column("指标", lambda row: row.name, 120, bold=True, sort=lambda row: row.name),
    Column("状态", lambda row: row.word, 76, chip=lambda row: Chip(row.tone, row.word)),
    Column("本月", lambda row: row.figures, 100, muted=True),
    Column("", lambda row: row.value, 190, bar=lambda row: BarValue(row.share, row.tone, row.tick)),
    Column("数值", lambda row: row.value, 90, right=True, sort=lambda row: row.share),
    Column("近 12 月", lambda row: row.value, 130, trend=lambda _row: TREND),
    Column("", lambda _row: "看记录", 0, action=lambda _row: "看记录", link=True),
    Column("", lambda _row: "安排", 90, action=lambda _row: "安排"),
)


class Gallery(QWidget):
    """The sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.resize(1180, 1120)
        box = page_box(self)
        head = PageHead("组件", "11月20日 星期五")
        for button in (
            SecondaryButton("打印晨会单", icon="print"),
            PrimaryButton("录入服务记录", icon="plus"),
        ):
            head.add_action(button)
        box.addWidget(head)
        box.addWidget(SegmentedTabs("视图", ("快速录入", "全部记录", "待处理", "更正历史")))
        stats = QHBoxLayout()
        for label, figure, detail in (
            ("今日计划", "14 次", "已录 5 · 未到时间 7 · 逾期 2"),
            ("本月完成", "217 / 233", "93.1 % 绿灯线 95 %"),
            ("待上报", "3 条", "网络正常，14:30 自动上报"),
            ("距锁定", "15 天", "12月5日 24:00"),
        ):
            card = StatCard(label)
            card.show_figure(figure, detail)
            stats.addWidget(card)
        box.addLayout(stats)
        self.bar = MessageBar()
        self.bar.show_message(
            Message("退回：张*荣 11-18 助浴，缺签字单。", Tone.YELLOW, "打开", lambda: None)
        )
        box.addWidget(self.bar)
        box.addWidget(Banner(Tone.ACCENT, "有 2 个新派单等待答复，请在 2 天内答复。", "去答复"))
        strip = ProgressStrip()
        strip.begin("正在导入 10月台账.xlsx")
        strip.show_progress(432, 1210)
        box.addWidget(strip)
        table = DataTable("指标")
        table.setModel(RowsModel(COLUMNS, lambda row: row.name, table))
        table.show_rows(INDICATORS)
        table.selectRow(1)
        table.setFixedHeight(200)
        box.addWidget(table)
        lower = QHBoxLayout()
        lower.addWidget(self._buttons_and_marks(), 1)
        lower.addWidget(self._fields(), 1)
        empty = Card()
        empty.box.addWidget(
            EmptyState(
                "inbox", "没有待答复的派单", "民政部门派单后会出现在这里，接收或说明原因谢绝。", "刷新"
            )
        )
        lower.addWidget(empty, 1)
        box.addLayout(lower, 1)

    def _buttons_and_marks(self) -> QWidget:
        card = Card("按钮与标记")
        one = QHBoxLayout()
        for button in (
            PrimaryButton("主要"),
            SecondaryButton("次要"),
            DangerButton("撤回"),
            LinkButton("查看"),
        ):
            one.addWidget(button)
        disabled = PrimaryButton("不可用")
        disabled.setEnabled(False)
        one.addWidget(disabled)
        one.addStretch(1)
        card.box.addLayout(one)
        two = QHBoxLayout()
        for name in (
            "search",
            "settings",
            "print",
            "upload",
            "offline",
            "moon",
            "sun",
            "rating",
            "alarm",
            "language",
        ):
            two.addWidget(IconButton(name, name))
        two.addStretch(1)
        card.box.addLayout(two)
        for tone, word, note in (
            (Tone.GREEN, "绿灯", "10月 · 民政局公布"),
            (Tone.YELLOW, "预估黄灯", "11月 · 本机估算"),
            (Tone.RED, "红灯", ""),
            (Tone.NONE, "暂无", "11月"),
        ):
            card.box.addWidget(LightPill(tone, word, note, clickable=True))
        three = QHBoxLayout()
        for tone, word in (
            (Tone.GREEN, "可上报"),
            (Tone.YELLOW, "短于 20 分钟"),
            (Tone.RED, "重叠"),
            (Tone.NONE, "草稿"),
        ):
            three.addWidget(Badge(tone, word))
        three.addStretch(1)
        card.box.addLayout(three)
        bar = Bar()
        bar.show_value(BarValue(0.62, Tone.GREEN, 0.95), "已用 8 / 12")
        card.box.addWidget(bar)
        line = Sparkline()
        line.show_values(TREND, "近 12 月")
        card.box.addWidget(line)
        card.box.addStretch(1)
        return card

    def _fields(self) -> QWidget:
        card = Card("表单")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        choice = QComboBox()
        choice.addItems(["助浴", "助洁"])
        wrong = FormRow("签出", QLineEdit("09:02"))
        wrong.show_problem("签出早于签到")
        grid.addWidget(FormRow("签到", QLineEdit("08:30"), "按签字单填写"), 0, 0)
        grid.addWidget(wrong, 0, 1)
        grid.addWidget(FormRow("项目", choice), 1, 0)
        grid.addWidget(FormRow("日期", QDateEdit()), 1, 1)
        grid.addWidget(FormRow("分钟", QSpinBox()), 2, 0)
        locked = QLineEdit("已锁定")
        locked.setEnabled(False)
        grid.addWidget(FormRow("月份", locked), 2, 1)
        card.box.addLayout(grid)
        ticks = QHBoxLayout()
        ticked, other, chosen = QCheckBox("本人签字"), QCheckBox("代签"), QRadioButton("更正")
        ticked.setChecked(True)
        chosen.setChecked(True)
        for box in (ticked, other, chosen, QRadioButton("撤回")):
            ticks.addWidget(box)
        card.box.addLayout(ticks)
        card.box.addWidget(FormRow("原因", QPlainTextEdit("手机没电，按签字单补录。")))
        return card


def popup_sheet() -> QWidget:
    """The search popup under a field, on its own sheet."""
    sheet = QWidget()
    sheet.setProperty("kind", "ground")
    sheet.resize(560, 300)
    box = QVBoxLayout(sheet)
    field = QLineEdit("lxy", sheet)
    field.setAccessibleName("救助对象")
    box.addWidget(field)
    box.addWidget(QLabel("行下面的文字"), 1)
    popup = SearchPopup("救助对象", sheet)
    popup.attach(field)
    sheet.show()
    popup.show_choices(
        (
            Choice("李秀英", "371621********4632", "孙武街道 · 半护理"),
            Choice("李秀英", "371621********0973", "石庙镇 · 全自理"),
            Choice("刘兴元", "371621********1187", "淄角镇 · 全护理"),
        ),
        "Enter 选定   Tab 按排班补全",
        "本月余 4 次 / 12",
    )
    return sheet


def main(folder: Path) -> None:
    """Write the sheets in both looks and two sizes."""
    application = QApplication([])
    application.setStyle("Fusion")
    load_fonts()
    Translations(application).use("zh_CN")
    appearance = Appearance(application)
    folder.mkdir(parents=True, exist_ok=True)
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        for size in (100, 150):
            appearance.set(choice, size)
            for name, sheet in (("kit", Gallery()), ("popup", popup_sheet())):
                if size != 100:
                    sheet.resize(sheet.width() * size // 100, sheet.height() * size // 100)
                sheet.show()
                application.processEvents()
                sheet.grab().save(str(folder / f"{name}-{choice.value}-{size}.png"))
                sheet.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
