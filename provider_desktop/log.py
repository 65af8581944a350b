"""The program's log: kept small, kept on this PC, and free of personal data whatever is logged."""

import logging
import logging.handlers
import re
from pathlib import Path

_MEGABYTE = 1024 * 1024

# Our own messages are English, so Han characters come from data: a name, an address, a note, a user's folder.
_HAN_SET = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_HAN_SET}][\u00b7{_HAN_SET}]*")
# Identity numbers (15, or 17 and a check character), phones, cards: any digit run that long. ``\d`` takes
# full-width digits too. Spaces and dashes between groups are how people write phones and cards.
_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}[Xx]?")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def redact(text: str) -> str:
    """*text* without anything that could name, number or call a person; times stay readable."""
    times: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        times.append(found.group())
        return f"\0{len(times) - 1}\0"

    text = _TIME.sub(put_aside, text.replace("\0", ""))
    text = _LANDLINE.sub("<number>", text)
    text = _NUMBER.sub("<number>", text)
    text = _HAN.sub("<text>", text)
    return re.sub(r"\0(\d+)\0", lambda found: times[int(found.group(1))], text)


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, exception text and stack included, which a filter would not see."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start_logging(folder: Path | None, level: int = logging.INFO) -> None:
    """Send our log to files in *folder* (five of one megabyte), or to standard error where that is ``None``.

    A folder that cannot be made (read-only, full disk) is no reason to stop: then, too, standard error. May
    be called again, for another data folder; the former place is closed.
    """
    # Else a log that cannot be written would print the unredacted message where everybody sees it.
    logging.raiseExceptions = False
    handler = _handler(folder)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # The library logs of the packages we use could carry data (SQL parameters, URLs): only ours is kept.
    logger = logging.getLogger("provider_desktop")
    stop_logging()
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False


def _handler(folder: Path | None) -> logging.Handler:
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            folder = None
    if folder is None:
        return logging.StreamHandler()
    return logging.handlers.RotatingFileHandler(
        folder / "provider_desktop.log", maxBytes=_MEGABYTE, backupCount=4, encoding="utf-8", delay=True
    )


def stop_logging() -> None:
    """Close the log file, as tests and uninstallers need on Windows."""
    logger = logging.getLogger("provider_desktop")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True
