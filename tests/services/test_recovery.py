"""Copies, old backups, frozen streams, refused entries: each is noticed, and each has the same way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.receiver.storage import agencies
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.database import Database
from tests.support.installation import Installation, draft, joined, seal
from tests.support.receiver import NOW, OTHER_AGENCY, ServedReceiver, served


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


def all_is_well(services: Any, pc: Installation) -> None:
    """Everything sent, nothing doubled, every proof stands, and both sides hold the same."""
    services.sync.run()
    report = services.sync.run()
    assert (report.remaining, report.alarm, report.offline) == (0, "", False)
    assert services.system.verify().problems == ()
    held = pc.held()
    versions: list[tuple[str, int]] = []
    with services.workspace.reading() as reading:
        for stream, rows in held.items():
            for row in rows:
                entry = reading.stream.at(stream, row.seq)
                assert entry is not None
                assert entry.hash == row.hash
                versions.append((row.record, row.version))
    assert len(versions) == len(set(versions)), "a record was said twice"


def test_an_old_database_is_noticed_and_goes_on_in_a_new_stream(pc: Installation) -> None:
    with pc.opened() as services:
        kept = draft(services, "2026-11-20 09:00")
    image = pc.image("image")
    with pc.opened() as services:
        late = seal(services, "2026-11-21 09:00")
        services.sync.run()
        old = services.session.state().stream
    pc.put_back(image, "records.db")
    with pc.opened() as services:
        assert services.session.state().must_rejoin
        assert services.sync.status().alarm == "local_behind"
        assert refused(lambda: seal(services)).code is ErrorCode.STREAM_DIVERGED
        assert refused(services.sync.run).code is ErrorCode.STREAM_DIVERGED
        before = len(services.entry.drafts())
        state = services.session.join(pc.invitation())
        assert not state.must_rejoin
        assert state.stream != old
        assert services.sync.status().alarm == ""
        assert len(services.entry.drafts()) == before
        assert {row.record for row in services.entry.drafts()} >= {kept}
        with services.workspace.reading() as reading:
            restored = reading.visits.get(late)
        assert restored is not None
        assert restored.entry_hash
        all_is_well(services, pc)
        opening = json.loads(pc.held()[state.stream][0].payload)
        assert opening == {"continues": old, "last_seq": len(pc.held()[old])}
        assert pc.held()[state.stream][0].op == Op.STREAM_OPEN.value
        seal(services, "2026-11-22 11:00")
        all_is_well(services, pc)


def test_a_folder_on_another_machine_seals_nothing(
    pc: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clone = Installation(pc.image("clone"), pc.receiver)
    for module in ("services.device_keys", "security.vault"):
        monkeypatch.setattr(f"provider_desktop.{module}.machine_id", lambda: "another machine")
    with clone.opened() as services:
        assert services.session.state().must_rejoin
        assert refused(lambda: seal(services)).code is ErrorCode.STREAM_DIVERGED
        services.session.join(pc.invitation())
        seal(services, "2026-11-22 14:00")
        all_is_well(services, pc)
    with clone.opened() as services:
        assert not services.session.state().must_rejoin
    monkeypatch.undo()
    with pc.opened() as services:  # the original goes on in its own stream
        assert not services.session.state().must_rejoin
        seal(services, "2026-11-21 15:00")
        assert services.sync.run().remaining == 0
    assert sorted(len(rows) for rows in pc.held().values()) == [2, 4]


def test_a_whole_image_put_back_is_noticed_at_the_next_sync(pc: Installation) -> None:
    image = pc.image("image")
    with pc.opened() as services:
        seal(services, "2026-11-21 09:00")
        services.sync.run()
    pc.put_back(image)
    with pc.opened() as services:
        assert not services.session.state().must_rejoin, "nothing on this PC tells"
        assert services.sync.run().alarm == "local_behind"
        assert services.session.state().must_rejoin
        assert refused(lambda: seal(services)).code is ErrorCode.STREAM_DIVERGED
        services.session.join(pc.invitation())
        all_is_well(services, pc)


def test_what_a_copy_sealed_at_the_same_place_is_said_again(pc: Installation) -> None:
    """Both copies went on: the stream freezes, and nothing of either is lost."""
    image = pc.image("image")
    with pc.opened() as services:
        first = seal(services, "2026-11-21 09:00")
        services.sync.run()
    pc.put_back(image)
    with pc.opened() as services:
        second = seal(services, "2026-11-22 09:00")
        assert services.sync.run().alarm == "equivocation"
        result = RecoveryService(services.workspace).recover(pc.invitation())
        assert (result.resealed, result.forked) == (1, (result.continues,))
        services.sync.run()
        assert services.sync.run().remaining == 0
        held = pc.held()
        records = [row.record for rows in held.values() for row in rows]
        assert records.count(first) == records.count(second) == 1
        with services.workspace.reading() as reading:
            stored = reading.visits.get(second)
        assert stored is not None
        assert stored.entry_hash == held[result.stream][1].hash
        assert [each.state.value for each in services.visits.detail(second).versions] != []
        assert services.system.verify().problems == ()


def spoil(workspace: Workspace, record: str) -> None:
    """Change what a sealed entry contains, behind the program's back."""
    database = workspace.database
    assert isinstance(database, Database)
    with database._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        connection.exec_driver_sql("UPDATE entries SET payload = x'7b7d' WHERE record = ?", (record,))


def test_what_follows_an_entry_refused_for_good_goes_on_without_it(pc: Installation) -> None:
    with pc.opened() as services:
        bad = seal(services, "2026-11-21 09:00")
        good = seal(services, "2026-11-22 09:00")
        spoil(services.workspace, bad)
        assert services.sync.run().alarm == "entry_refused"
        assert services.session.state().must_rejoin
        result = RecoveryService(services.workspace).recover(pc.invitation())
        assert (result.resealed, result.left_out) == (1, (bad,))
        services.sync.run()
        assert services.sync.run().remaining == 0
        records = [row.record for rows in pc.held().values() for row in rows]
        assert records.count(good) == 1
        assert bad not in records
        with services.workspace.reading() as reading:
            noted = [line for line in reading.audit.newest() if line.action == "recover"]
        assert noted[0].reason == "entry_refused"
        assert noted[0].details["left_out"] == 1


def test_versions_said_again_follow_one_another(pc: Installation) -> None:
    from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
    from provider_desktop.services.visits import CorrectionRequest

    image = pc.image("image")
    with pc.opened() as services:
        seal(services, "2026-11-20 09:00")
        services.sync.run()
    pc.put_back(image)
    with pc.opened() as services:
        record = seal(services, "2026-11-22 09:00")
        services.finalising.correct(
            record,
            CorrectionRequest(
                CorrectionReason.REGULATOR_RETURNED, CorrectionAction.CHECKED_SHEET, remarks="补正"
            ),
        )
        services.sync.run()
        result = RecoveryService(services.workspace).recover(pc.invitation())
        services.sync.run()
        first, second = pc.held()[result.stream][1:]
        assert (first.version, second.version, second.parent) == (1, 2, first.hash)
        with services.workspace.reading() as reading:
            assert [each.version for each in reading.visits.versions(record)] == [2, 1]


def test_a_device_shut_out_is_an_alarm_with_a_way_out(pc: Installation) -> None:
    with pc.opened() as services:
        device = services.session.state().device
        with pc.receiver.office.database.write() as connection:
            agencies.revoke(connection, device, NOW)
        record = seal(services)
        assert services.sync.run().alarm == "revoked"
        assert services.session.state().must_rejoin
        services.session.join(pc.invitation())
        all_is_well(services, pc)
        assert pc.held()[services.session.state().stream][-1].record == record


def test_an_invitation_of_another_agency_or_used_up_changes_nothing(pc: Installation) -> None:
    with pc.opened() as services:
        recovery = RecoveryService(services.workspace)
        other = pc.receiver.invitation(OTHER_AGENCY, "别家").to_bytes()
        assert refused(lambda: recovery.recover(other)).params == {"reason": "agency"}
        used = pc.invitation()
        recovery.recover(used)
        assert refused(lambda: recovery.recover(used)).code is ErrorCode.INVITATION_USED
        assert refused(lambda: services.session.join(pc.invitation())).code is ErrorCode.ALREADY_JOINED
        all_is_well(services, pc)


class PowerCutError(Exception):
    """Everything ends here."""


@pytest.mark.parametrize(
    "moment",
    ["after enrolling", "within pulling", "before the new stream", "before the key", "after the key"],
)
def test_broken_off_anywhere_it_goes_on(
    pc: Installation, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    image = pc.image("image")
    with pc.opened() as services:
        seal(services, "2026-11-21 09:00")
        seal(services, "2026-11-20 09:00")
        services.sync.run()
    pc.put_back(image, "records.db")
    invitation = pc.invitation()

    def cut(*_given: Any, **_named: Any) -> Any:
        raise PowerCutError

    place = {
        "after enrolling": "provider_desktop.services.recovery_service.Pulling",
        "within pulling": "provider_desktop.services.pulling.take_back",
        "before the new stream": "provider_desktop.services.recovery_service._Resealing.say_again",
        "before the key": "provider_desktop.security.vault.Vault.promote_next_device_key",
        "after the key": "provider_desktop.services.workspace.Workspace.remember_sealed",
    }[moment]
    with pc.opened() as services:
        with monkeypatch.context() as patch:
            patch.setattr(place, cut)
            with pytest.raises(PowerCutError):
                RecoveryService(services.workspace).recover(invitation)
        if moment in ("after enrolling", "within pulling", "before the new stream"):
            assert refused(lambda: seal(services)).code is ErrorCode.STREAM_DIVERGED
    with pc.opened() as services:
        if services.session.state().must_rejoin:
            services.session.join(invitation)
        assert not services.session.state().must_rejoin
        seal(services, "2026-11-22 14:00")
        all_is_well(services, pc)
