"""Whatever is logged, the log names, numbers and calls nobody."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.log import redact, start_logging, stop_logging


@pytest.fixture
def log_file(tmp_path):
    start_logging(tmp_path)
    yield tmp_path / "provider_desktop.log"
    stop_logging()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("visit of 张国英 saved", "visit of <text> saved"),
        ("id 371621194501010011", "id <number>"),
        ("id 37162119450101001X", "id <number>"),
        ("id 37162119450101001x,", "id <number>,"),
        ("old id 371621450101001", "old id <number>"),
        ("card ３７１６２１１９４５０１０１００１１", "card <number>"),
        ("phone 13812345678 / 138 1234 5678 / 138-1234-5678", "phone <number> / <number> / <number>"),
        ("phone 0543-2345678", "phone <number>"),
        ("姓名阿依古丽·买买提", "<text>"),
        ("rare 𬤊㐂 name", "rare <text> name"),
        ("bank 6222 0212 3456 7890 123", "bank <number>"),
    ],
)
def test_personal_data_is_taken_out(text, expected):
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T10:11:12+08:00 pushed 12 entries in 350 ms",
        "2026-11-23 10:11:12,345 INFO receipt for seq 1200000",
        "OSError: [Errno 28] at provider_desktop/files.py, line 24",
    ],
)
def test_what_an_engineer_needs_stays(text):
    assert redact(text) == text


@given(st.text(alphabet="0 -:T2026年x张\0", max_size=40), st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
def test_no_surrounding_text_carries_a_phone_number_through(around, phone):
    assert phone not in redact(f"{around}, {phone}, {around}")


def test_arguments_exceptions_and_stacks_are_redacted_too(log_file):
    logger = logging.getLogger("provider_desktop.somewhere")
    try:
        raise ValueError("no staff 王小明 371621194501010011")
    except ValueError:
        logger.exception("could not save %s", "李四", stack_info=True)
    written = log_file.read_text(encoding="utf-8")
    assert "ValueError: no staff <text> <number>" in written
    assert "could not save <text>" in written
    assert not any(secret in written for secret in ("王小明", "李四", "371621194501010011"))


def test_what_libraries_say_is_not_kept(log_file):
    logging.getLogger("provider_desktop").info("ours")
    logging.getLogger("sqlalchemy.engine").error("parameters")
    written = log_file.read_text(encoding="utf-8")
    assert "ours" in written
    assert "parameters" not in written


def test_starting_again_moves_the_log(log_file, tmp_path):
    other = tmp_path / "other"
    start_logging(other)
    logging.getLogger("provider_desktop").warning("elsewhere")
    assert "elsewhere" in (other / "provider_desktop.log").read_text(encoding="utf-8")
    assert not log_file.exists()


def test_a_folder_that_cannot_be_made_is_no_reason_to_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    start_logging(tmp_path / "file" / "logs")
    try:
        logging.getLogger("provider_desktop.tests").error("saw %s", "张玉英")
    finally:
        stop_logging()
    told = capsys.readouterr().err
    assert "saw <text>" in told


def test_a_log_that_cannot_be_written_shows_nothing_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)
    (tmp_path / "provider_desktop.log").mkdir()  # opening it fails, whoever runs this
    try:
        logging.getLogger("provider_desktop.tests").error("saw %s", "张玉英")
    finally:
        stop_logging()
    assert "张玉英" not in capsys.readouterr().err
