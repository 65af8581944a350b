"""Commands that keep and let go: backup, restore, erase."""

from __future__ import annotations

import sys
from argparse import Namespace

from provider_desktop.bootstrap import Services
from provider_desktop.cli.acting import who_acts
from provider_desktop.cli.output import ATTENTION, DONE, Answer, local
from provider_desktop.files import read_small_file
from provider_desktop.wording import sentence


def backup(services: Services, options: Namespace) -> Answer:
    """``backup``: one encrypted file that opens with the passphrase on any PC."""
    made = services.backups.backup(options.out, options.passphrase)
    data = {"file": str(made.file), "bytes": made.size, "verified": made.verified}
    line = sentence("keeping", "backup_made", options.lang, {"file": made.file, "bytes": made.size})
    return Answer(data, [line])


def restore(services: Services, options: Namespace) -> Answer:
    """``restore``: says what will be lost, goes back, enrols anew and pulls."""
    invitation = read_small_file(options.invitation)
    if services.workspace.paths.database.exists() and services.session.try_open(options.passphrase):
        who_acts(services, options)
    loss = services.backups.losses(options.file)
    figures = {"at": local(loss.made_at), "drafts": loss.drafts, "entries": loss.entries}
    sys.stderr.write(sentence("keeping", "restore_loses", options.lang, figures) + "\n")
    done = services.backups.restore(options.file, invitation, options.passphrase)
    if services.session.state().needs == "sign_in":
        who_acts(services, options)  # a new PC knows its users only now
    report = services.sync.run(None, None)
    data = {
        "bytes": done.size,
        "verified": done.verified,
        "made_at": local(done.loss.made_at),
        "lost": {"drafts": done.loss.drafts, "entries": done.loss.entries},
        "before": str(done.aside or ""),
        "stream": done.stream,
        "restored": done.restored,
        "resealed": done.resealed,
        "pulled": report.pulled,
        "remaining": report.remaining,
    }
    told = sentence("keeping", "restored", options.lang, {"restored": done.restored, "sent": done.resealed})
    lines = [told]
    if done.aside:
        lines.append(sentence("keeping", "kept_aside", options.lang, {"file": done.aside}))
    return Answer(data, lines, ATTENTION if report.offline or report.remaining or report.alarm else DONE)


def erase(services: Services, options: Namespace) -> Answer:
    """``erase``: personal data of one recipient, or of all at the contract's end; the certificate stays."""
    recipient = "" if options.contract_ended else options.recipient
    done = services.erasure.erase(recipient, options.reason, options.lang)
    data = {
        "payloads": done.payloads,
        "statements": done.statements,
        "records": done.records,
        "certificate": str(done.certificate),
    }
    figures = {"payloads": done.payloads, "records": done.records, "file": done.certificate}
    return Answer(data, [sentence("keeping", "erased", options.lang, figures)])
