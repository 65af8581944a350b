"""Runs one command: builds the services, catches what the world does, and turns it into an exit status."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.cli import demo, exchange, keeping, ratings, system, visits
from provider_desktop.cli.acting import who_acts
from provider_desktop.cli.output import BUG, NOT_DONE, Answer, show
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.log import start_logging, stop_logging
from provider_desktop.paths import DataPaths, default_data_dir
from provider_desktop.settings import load_settings
from provider_desktop.wording import sentence

_log = logging.getLogger(__name__)

Command = Callable[[Services, Namespace], Answer]

COMMANDS: Mapping[str, Command] = {
    "init": system.init,
    "join": exchange.join,
    "import": visits.import_file,
    "visits": visits.visits,
    "finalise": visits.finalise,
    "correct": visits.correct,
    "withdraw": visits.withdraw,
    "assignments": exchange.assignments,
    "accept": exchange.accept,
    "decline": exchange.decline,
    "sync": exchange.sync,
    "export": exchange.export_package,
    "import-receipt": exchange.import_receipt,
    "status": exchange.status,
    "rating": ratings.rating,
    "report": system.report,
    "verify": system.verify,
    "doctor": system.doctor,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "erase": keeping.erase,
}

#: Commands that work on a data folder without a database, or make one.
WITHOUT_DATABASE = frozenset({"init", "doctor", "restore"})


def run(options: Namespace) -> int:
    """Carry out the command of parsed options; the exit status (commands.md).

    The window, and the demo in it, come here only where there is no display.
    """
    folder = options.data_dir or default_data_dir()
    # A command that only asks makes no folder; then what goes wrong is told, redacted, where one can see it.
    if folder.is_dir():
        start_logging(DataPaths(folder).logs)
    else:
        start_logging(None, logging.ERROR)
    try:
        return _run(options, folder)
    finally:
        stop_logging()


def _run(options: Namespace, folder: Path) -> int:
    options.lang = options.lang or _language(folder)
    try:
        if options.command is None:
            raise AppError(ErrorCode.DISPLAY_MISSING)
        if options.command == "demo":
            if not options.headless:
                sys.stderr.write(sentence("command", "demo_without_display", options.lang) + "\n")
            return demo.run(options)
        with open_services(folder, options.lang) as services:
            if options.command not in WITHOUT_DATABASE:
                services.session.open(options.passphrase)
            who_acts(services, options)
            return show(COMMANDS[options.command](services, options), as_json=options.json)
    except AppError as error:
        words = sentence("error", error.code.value, options.lang, error.params)
        data = {"error": error.code.value, "values": dict(error.params)}
        return show(Answer(data, [words], NOT_DONE), as_json=options.json)
    except KeyboardInterrupt:
        return NOT_DONE
    except Exception:  # noqa: BLE001 - the last line of defence turns any mistake into exit status 3
        _log.exception("a command failed")
        words = sentence("command", "bug", options.lang)
        return show(Answer({"error": "bug"}, [words], BUG), as_json=options.json)


def _language(folder: Path) -> str:
    chosen = load_settings(DataPaths(folder).settings).language
    if chosen != "system":
        return chosen
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "zh_CN"
