"""Erasing: what is personal is gone from every file, and every proof stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.signing import read_envelope
from provider_desktop.exchange.statements import ENVELOPE_LIMIT
from provider_desktop.storage.database import Database
from tests.support.builders import a_recipient, an_assignment
from tests.support.installation import Installation, draft, joined, seal
from tests.support.receiver import AGENCY, ServedReceiver, served


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    return joined(tmp_path / "pc", receiver)


def refused(call: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def everything(services: Services) -> str:
    """All that the database holds, as text; blobs by their bytes, signed envelopes opened."""
    database = services.workspace.opened()
    assert isinstance(database, Database)
    with database._engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).scalars()
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
    cells = [cell for row in rows for cell in row]
    cells += [
        read_envelope(cell, ENVELOPE_LIMIT).body
        for cell in cells
        if isinstance(cell, bytes) and cell.startswith(b'{"body"')
    ]
    return "\n".join(
        cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in cells
    )


def test_a_recipient_is_gone_and_every_proof_stands(pc: Installation, receiver: ServedReceiver) -> None:
    with pc.opened() as services:
        record = seal(services, remarks="今日血压正常")
        draft(services, "2026-11-21 09:00")
        services.sync.run()
        before = everything(services)
        assert "今日血压正常" in before
        assert "371621194906070011" in before
        services.backups.daily()
        done = services.erasure.erase("R1", "协议到期")
        assert (done.payloads, done.statements) == (1, 1)
        after = everything(services)
        for trace in ("今日血压正常", "张秀英", "371621194906070011", "13812341234", "2026-11-22T09:00"):
            assert trace not in after, trace
        assert "王芳" in after, "the staff are no recipients"
        assert services.system.verify().problems == ()
        services.sync.run()
        assert services.sync.run().alarm == ""
        with services.workspace.reading() as reading:
            stored = reading.visits.get(record)
            assert reading.visits.drafts() == ()
            line = reading.audit.of_subject("R1")[-1]
        assert stored is not None
        assert (stored.visit.recipient, stored.visit.staff) == ("", ())
        assert (line.action, line.reason, line.details["payloads"]) == ("erase", "协议到期", 1)
        (own,) = services.backups.list()
        assert services.backups.read(own.file).entries == 4
        assert done.certificate.read_bytes().startswith(b"%PDF")
        assert refused(lambda: services.erasure.erase("R9")).code is ErrorCode.RECORD_UNKNOWN
        again = services.erasure.erase("R1")
        assert again.payloads == 1, "done again, the paper says the same"


def test_what_is_not_delivered_yet_is_not_erased(pc: Installation) -> None:
    with pc.opened() as services:
        record = seal(services)
        error = refused(lambda: services.erasure.erase("R1"))
        assert (error.code, error.params["record"]) == (ErrorCode.STATE_FORBIDS, record)
        with services.workspace.reading() as reading:
            assert reading.recipients.get("R1") is not None
        services.sync.run()
        assert services.erasure.erase("R1").records == 1


def test_others_stay(pc: Installation, receiver: ServedReceiver) -> None:
    from provider_desktop.receiver.publishing import load_assignments

    with receiver.office.database.write() as connection:
        other = a_recipient("R2", "李长顺", id_number="371621195311298671")
        load_assignments(receiver.office, connection, AGENCY, [an_assignment(other, assignment="A2")])
    with pc.opened() as services:
        services.sync.run()
        seal(services, "2026-11-22 09:00")
        kept = seal(services, "2026-11-22 12:00", recipient="R2")
        services.sync.run()
        services.erasure.erase("R1")
        with services.workspace.reading() as reading:
            stored = reading.visits.get(kept)
            assert reading.recipients.get("R2") is not None
        assert stored is not None
        assert stored.visit.recipient == "R2"
        assert services.system.verify().problems == ()


def test_at_the_contracts_end_nobody_is_left(pc: Installation) -> None:
    with pc.opened() as services:
        seal(services)
        services.sync.run()
        done = services.erasure.erase("", "服务合同终止")
        assert done.payloads == 4
        after = everything(services)
        for trace in ("张秀英", "王芳", "赵敏", "3716211949", "石庙镇"):
            assert trace not in after, trace
        assert services.system.verify().problems == ()
        assert services.sync.run().alarm == ""


def test_a_power_cut_within_leaves_all_or_nothing(pc: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    from provider_desktop.storage.erasure import ErasureRepository

    class PowerCutError(Exception):
        pass

    def cut(*_given: Any) -> None:
        raise PowerCutError

    with pc.opened() as services:
        seal(services)
        services.sync.run()
        before = everything(services)
        with monkeypatch.context() as patch:
            patch.setattr(ErasureRepository, "forget_recipient", cut)
            with pytest.raises(PowerCutError):
                services.erasure.erase("R1")
        assert everything(services) == before
        with monkeypatch.context() as patch:
            patch.setattr("provider_desktop.storage.database.Database.compact", cut)
            with pytest.raises(PowerCutError):
                services.erasure.erase("R1")
        assert services.erasure.erase("R1").payloads == 1
        assert "张秀英" not in everything(services)
