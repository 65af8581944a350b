"""The words of the command line (docs: commands). Names are a contract with other people's scripts."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from provider_desktop import __version__
from provider_desktop.command_line import OneLineParser, month
from provider_desktop.wording import LANGUAGES


def parse(arguments: Sequence[str]) -> Namespace:
    """Options of the command line with every common option filled in; exits 2 on wrong usage."""
    options = build_parser().parse_args(arguments)
    options.data_dir = getattr(options, "data_dir", None)
    options.json = getattr(options, "json", False)
    options.user = getattr(options, "user", "")
    options.lang = getattr(options, "lang", "")
    options.passphrase = os.environ.get("PROVIDER_DESKTOP_PASSPHRASE")
    options.password = os.environ.get("PROVIDER_DESKTOP_PASSWORD")
    return options


def build_parser() -> argparse.ArgumentParser:
    """The parser of ``provider-desktop``; common options may stand before or after the command."""
    common = OneLineParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="where the data lie")
    common.add_argument("--json", action="store_true", help="one JSON object on standard output")
    common.add_argument("--lang", choices=LANGUAGES, help="language of what people read")
    common.add_argument("--user", metavar="NAME", help="who acts")

    parser = OneLineParser(
        prog="provider-desktop",
        parents=[common],
        description="Care visits, checked and exchanged with the regulator. No command: the window.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=words, description=words)

    init = command("init", "make the data folder and the encrypted database")
    init.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="share the agency's database on PostgreSQL with other PCs: postgresql://…",
    )
    command("join", "enrol with the regulator and pull").add_argument("invitation", type=Path)
    _import(command("import", "take in an .xlsx, .xls or .csv"))
    visits = command("visits", "list visits")
    visits.add_argument("--month", type=month, metavar="2026-11")
    visits.add_argument("--state", default="")
    visits.add_argument("--finding", default="", metavar="RULE")
    _reveal(visits)
    _visit_writers(command)
    _reveal(command("assignments", "what the regulator assigns"))
    command("accept", "accept assignments").add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    decline = command("decline", "decline an assignment")
    decline.add_argument("assignment")
    decline.add_argument("--reason", required=True)
    sync = command("sync", "push, then pull")
    how = sync.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one run (the default)")
    how.add_argument("--watch", action="store_true", help="go on until interrupted")
    _packages(command)
    command("status", "what waits, what is wrong")
    rating = command("rating", "official light and estimate")
    rating.add_argument("--period", default="", metavar="2026-11")
    rating.add_argument("--explain", action="store_true", help="name the records behind each indicator")
    rating.add_argument(
        "--what-if", type=Path, metavar="FILE", help="the light with the actions of a list done"
    )
    report = command("report", "a paper as PDF or .xlsx")
    papers = "month_summary, settlement, morning_sheet, evidence_pack"
    report.add_argument("name", metavar="NAME", help=papers)
    report.add_argument("--month", type=month, required=True, metavar="2026-11")
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
    _reveal(report)
    verify = command("verify", "check chain, receipts, audit, database")
    verify.add_argument("--receipts", action="store_true", help="receipts only")
    verify.add_argument("--audit", action="store_true", help="audit only")
    _keepers(command)
    command("doctor", "versions, library, keyring, fonts, display, clock, disk, link")
    demo = command("demo", "the sample county with a real receiver on this PC")
    demo.add_argument("--headless", action="store_true", help="walk the main loop and print each step")
    demo.add_argument("--size", choices=("small", "county"), default="small")
    return parser


def _reveal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reveal", default="", metavar="REASON", help="show personal data; the reason is kept"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=("visits", "staff", "recipients", "plans"), default="")
    parser.add_argument("--sheet", default="")
    parser.add_argument("--mapping", type=Path, metavar="M.json")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--errors", type=Path, metavar="OUT.xlsx")


def _packages(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    export = command("export", "what waits as a sealed package, for a USB stick")
    export.add_argument("what", choices=("package",))
    export.add_argument("out", type=Path, metavar="OUT.carebatch")
    command("import-receipt", "take in the receipt that came back for a package").add_argument(
        "file", type=Path, metavar="FILE.carereceipt"
    )


def _keepers(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    backup = command("backup", "one encrypted file of everything but the device's key")
    backup.add_argument("out", type=Path, metavar="OUT")
    restore = command("restore", "go back to a backup, enrol anew, open a new stream, pull")
    restore.add_argument("file", type=Path)
    restore.add_argument("--invitation", type=Path, required=True, metavar="FILE")
    erase = command("erase", "remove personal data, keep the proofs, write the certificate")
    whom = erase.add_mutually_exclusive_group(required=True)
    whom.add_argument("--recipient", metavar="R", help="of one recipient")
    whom.add_argument("--contract-ended", action="store_true", help="of everybody")
    erase.add_argument("--reason", default="", metavar="T", help="kept in the audit trail")


def _visit_writers(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    finalise = command("finalise", "check and seal drafts")
    finalise.add_argument("records", nargs="*", metavar="RECORD")
    finalise.add_argument("--all", action="store_true")
    finalise.add_argument("--acknowledge", action="append", default=[], metavar="RULE=REASON")
    finalise.add_argument("--note", default="", metavar="T")
    correct = command("correct", "a new version of a sealed visit")
    correct.add_argument("record")
    correct.add_argument("--reason", required=True, metavar="CODE")
    correct.add_argument("--action", required=True, metavar="CODE")
    correct.add_argument("--memo", default="", metavar="T")
    correct.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="changes")
    correct.add_argument("--acknowledge", action="append", default=[], metavar="RULE=REASON")
    withdraw = command("withdraw", "withdraw a sealed visit")
    withdraw.add_argument("record")
    withdraw.add_argument("--reason", required=True, metavar="CODE")
    withdraw.add_argument("--memo", default="", metavar="T")
