"""The words of ``provider-receiver``, and how its commands end."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from provider_desktop import __version__
from provider_desktop.command_line import OneLineParser
from provider_desktop.errors import AppError
from provider_desktop.log import start_logging
from provider_desktop.paths import default_receiver_dir
from provider_desktop.receiver.actions import ACTIONS
from provider_desktop.receiver.clock import clock_from
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.serving import serve, serve_together, stop_when_input_ends
from provider_desktop.wording import LANGUAGES, sentence

_LOG = logging.getLogger(__name__)
NOT_DONE, BUG = 2, 3
_MOST_WORKERS = 64
#: Commands that may be a receiver's first: they make its folder, keys and database.
_CREATES = frozenset({"serve", "invite", "load", "publish"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 needs attention, 2 not done, 3 a bug."""
    options = _parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(options)
    except AppError as error:
        _show({"error": error.code.value, "values": error.params}, options.json)
        sys.stderr.write(sentence("error", error.code.value, options.lang, error.params) + "\n")
        return NOT_DONE
    except KeyboardInterrupt:
        return NOT_DONE
    except Exception:  # noqa: BLE001 - our mistake, told as such
        _LOG.exception("a command failed")
        sys.stderr.write(sentence("receiver", "bug", options.lang) + "\n")
        return BUG


def _run(options: argparse.Namespace) -> int:
    start_logging(options.data_dir / "logs" if options.data_dir.is_dir() else None)
    office = open_office(
        options.data_dir,
        clock_from(options.clock),
        url=options.database,
        create=options.command in _CREATES,
    )
    try:
        if options.command == "serve":
            if options.while_input_open:
                stop_when_input_ends()
            if options.workers == 1:
                serve(office, options.host, options.port)
            else:
                serve_together(options, options.workers)
            return 0
        result = ACTIONS[options.command](office, options)
    finally:
        office.close()
    _show(result.data, options.json)
    stream = sys.stderr if options.json else sys.stdout
    stream.writelines(f"{line}\n" for line in result.lines)
    return result.status


def _show(data: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    options = _build_parser().parse_args(arguments)
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    for name, default in (
        ("data_dir", default_receiver_dir()),
        ("database", ""),
        ("clock", None),
        ("json", False),
        ("lang", "en" if spoken.startswith("en") else "zh_CN"),
    ):
        setattr(options, name, getattr(options, name, default))
    return options


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= _MOST_WORKERS:
        raise ValueError(text)
    return count


def _build_parser() -> argparse.ArgumentParser:
    common = OneLineParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="where keys and database lie")
    common.add_argument("--database", metavar="URL", help="a PostgreSQL database instead of the own one")
    common.add_argument("--json", action="store_true", help="one JSON object on standard output")
    common.add_argument("--lang", choices=LANGUAGES, help="language of what people read")
    # For training only: a month of history is replayed with the times at which it would have arrived.
    common.add_argument("--clock", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser = OneLineParser(
        prog="provider-receiver",
        parents=[common],
        description="The regulator's side of the exchange: receives, judges, publishes.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=words, description=words)

    serving = command("serve", "receive, judge and publish until stopped")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8470, help="0 takes a free one")
    # For whoever starts a receiver and may be killed before stopping it: it stops when its input ends.
    serving.add_argument("--while-input-open", action="store_true", help=argparse.SUPPRESS)
    serving.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that serve")
    inviting = command("invite", "make an invitation file for an agency")
    inviting.add_argument("agency", metavar="AGENCY_CODE")
    inviting.add_argument("--name", required=True)
    inviting.add_argument("--url", required=True, help="the address that agencies use")
    inviting.add_argument("--out", required=True, type=Path, metavar="FILE")
    loading = command(
        "load", "take in catalogue, rule set, recipients, assignments, plans and sealed packages"
    )
    loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    loading.add_argument("--agency", default="", help="whom an .xlsx is for")
    listing = command("records", "list records")
    listing.add_argument("--agency", default="")
    listing.add_argument("--state", default="")
    listing.add_argument("--record", default="", help="of that id only")
    command("accept", "accept records").add_argument("records", nargs="+", metavar="RECORD")
    returning = command("return", "return records")
    returning.add_argument("records", nargs="+", metavar="RECORD")
    returning.add_argument("--rule", required=True)
    returning.add_argument("--text", required=True)
    publishing = command("publish", "publish a calendar, notice, catalogue or rule set")
    publishing.add_argument("file", type=Path, metavar="FILE")
    publishing.add_argument(
        "--dry-run", action="store_true", help="publish nothing; show what a rule set makes of last period"
    )
    rating = command("publish-ratings", "rate every agency and state the light")
    rating.add_argument("--period", required=True, metavar="2026-11")
    rating.add_argument("--veto", action="append", default=[], metavar="AGENCY=REASON")
    tallying = command("tally", "visits and minutes of a month")
    tallying.add_argument("--month", required=True, metavar="2026-11")
    tallying.add_argument("--agency", default="")
    tallying.add_argument("--out", type=Path, metavar="X.xlsx")
    command("verify", "examine every chain that the receiver holds")
    command("revoke", "shut a device out").add_argument("device", metavar="DEVICE")
    command("new-epoch", "begin a new epoch, after a restore from a backup")
    command("restore", "take back what an agency holds of both chains, after a loss").add_argument(
        "file", type=Path, metavar="FILE", help="- for standard input"
    )
    return parser
