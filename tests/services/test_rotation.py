"""A new device key: broken off anywhere, the stream goes on; and entries that another PC carries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.services.enrolling import reach
from provider_desktop.services.relaying import carry
from tests.support.installation import Installation, joined, seal
from tests.support.receiver import ServedReceiver, served


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    return joined(tmp_path / "pc", receiver)


def test_entries_bear_the_new_key_at_once_and_requests_after_the_receipt(pc: Installation) -> None:
    with pc.opened() as services:
        before = services.session.state().device
        device = services.recovery.rotate()
        seal(services)
        assert services.session.state().device == before, "the receiver does not know the new one yet"
        with pytest.raises(AppError) as caught:
            services.recovery.rotate()
        assert caught.value.code is ErrorCode.STATE_FORBIDS
    with pc.opened() as services:  # closed and opened between: both keys are in the vault
        assert not services.session.state().must_rejoin
        seal(services, "2026-11-21 09:00")
        assert services.sync.run().remaining == 0
        assert services.session.state().device == device != before
        assert services.workspace.open_vault().any_next_device_key() is None
    with pc.opened() as services:
        seal(services, "2026-11-20 09:00")
        assert services.sync.run().remaining == 0
        report = services.system.verify()
        assert (report.problems, report.unsigned) == ((), 0)
        services.recovery.rotate()
        services.sync.run()
        assert services.session.state().device not in (before, device)


def test_a_rotation_broken_off_is_brought_to_its_end(
    pc: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(Exception):
        pass

    def cut(*_given: Any, **_named: Any) -> None:
        raise PowerCutError

    with pc.opened() as services, monkeypatch.context() as patch:
        patch.setattr("provider_desktop.services.recovery_service.seal_record", cut)
        with pytest.raises(PowerCutError):
            services.recovery.rotate()
    with pc.opened() as services:  # the key is kept, and nobody was told of it: the old one goes on
        seal(services, "2026-11-20 09:00")
        device = services.recovery.rotate()
        with monkeypatch.context() as patch:
            patch.setattr("provider_desktop.security.vault.Vault.promote_next_device_key", cut)
            with pytest.raises(PowerCutError):
                services.sync.run()
    with pc.opened() as services:
        assert not services.session.state().must_rejoin
        assert services.session.state().device == device
        seal(services)
        assert services.sync.run().remaining == 0
        assert services.system.verify().problems == ()


def test_a_pc_without_a_network_has_its_entries_carried(pc: Installation, receiver: ServedReceiver) -> None:
    other = receiver.pc()
    for _ in range(3):
        other.seal()
    package = write_batch(1, [entry.to_line() for entry in other.sealed])
    with pc.opened() as services:
        membership, signer = services.workspace.line()
        with reach(services.workspace, membership.url, signer) as regulator:
            envelope = carry(services.workspace, regulator, package)
            receipt = verify_receipt(envelope, trust=other.trust(), agency=other.agency, stream=other.stream)
            assert (receipt.seq, receipt.hash) == (3, other.sealed[2].hash)
            assert carry(services.workspace, regulator, package) != b"", "sending again is safe"
            for _ in range(3):
                other.seal()
            gap = write_batch(5, [entry.to_line() for entry in other.sealed[4:]])
            for wrong in (gap, package[:-5], b"", package.replace(b'"salt":"', b'"salt":"A', 1)):
                with pytest.raises(AppError) as caught:
                    carry(services.workspace, regulator, wrong)
                assert caught.value.code is ErrorCode.PACKAGE_INVALID
            regulator.trust = lambda: Answer(AnswerKind.OFFLINE)  # type: ignore[method-assign]
            with pytest.raises(AppError) as caught:
                carry(services.workspace, regulator, package)
            assert caught.value.code is ErrorCode.OFFLINE
        assert services.sync.status().alarm == ""
        assert other.head()["seq"] == 3
