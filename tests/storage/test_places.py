"""Places where a database file would be damaged: told by the table of mounts and by the names of folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.storage import database, places
from provider_desktop.storage.places import file_system, is_network_path, require_own_disk
from tests.support.storage import KEY

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /net/office rw,relatime shared:9 - nfs4 server:/office rw,vers=4.2
31 22 0:41 / /net/office/here rw,relatime shared:10 - xfs /dev/sdb1 rw
32 22 0:42 / /media/our\\040share rw shared:11 - cifs //server/share rw
33 22 0:43 / /srv/clerks/far rw - fuse.sshfs wang@server:/data rw
34 22 0:44 / /twice rw - ext4 /dev/sdc1 rw
35 22 0:45 / /twice rw - nfs server:/twice rw
not a line of this table
"""


@pytest.mark.parametrize("folder", ["/var/lib/care", "/net", "/twiced/care", "/srv/clerks/my dropbox"])
def test_a_disk_of_this_pc_is_taken(folder: str) -> None:
    require_own_disk(Path(folder), lambda: MOUNTS)
    assert file_system(Path(folder), lambda: MOUNTS) == "ext4"


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive - 暖心居家",
        "onedrive",
        "Nutstore Files",
        "我的坚果云",
        "Dropbox (Office)",
        "iCloudDrive",
        "BaiduSyncdisk",
    ],
)
def test_a_folder_that_is_synchronised_is_refused(name: str) -> None:
    folder = f"/srv/clerks/{name}/care"
    with pytest.raises(AppError) as raised:
        require_own_disk(Path(folder), lambda: MOUNTS)
    assert raised.value.code is ErrorCode.DATA_FOLDER_SHARED
    assert raised.value.params == {"path": folder, "kind": name}


def test_the_mount_that_is_seen_is_what_counts() -> None:
    assert file_system(Path("/net/office/care"), lambda: MOUNTS) == "nfs4"
    assert file_system(Path("/net/office/here/care"), lambda: MOUNTS) == "xfs"
    assert file_system(Path("/media/our share/care"), lambda: MOUNTS) == "cifs"
    assert file_system(Path("/srv/clerks/far"), lambda: MOUNTS) == "fuse.sshfs"
    assert file_system(Path("/twice/care"), lambda: MOUNTS) == "nfs"
    assert file_system(Path("/twiced"), lambda: MOUNTS) == "ext4"


def test_a_folder_on_a_network_drive_is_refused(tmp_path: Path) -> None:
    mounts = f"{MOUNTS}40 22 0:50 / {tmp_path} rw - cifs //server/care rw\n"
    with pytest.raises(AppError) as raised:
        require_own_disk(tmp_path / "not" / "there" / "yet", lambda: mounts)
    assert raised.value.params["kind"] == "cifs"


def test_a_link_to_a_network_drive_is_followed(tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    (tmp_path / "link").symlink_to(far)
    mounts = f"{MOUNTS}40 22 0:50 / {far} rw - nfs server:/care rw\n"
    with pytest.raises(AppError):
        require_own_disk(tmp_path / "link", lambda: mounts)


def test_a_table_that_cannot_be_read_keeps_nobody_out(tmp_path: Path) -> None:
    def unreadable() -> str:
        raise PermissionError

    require_own_disk(tmp_path, unreadable)
    assert file_system(tmp_path, unreadable) == ""


@pytest.mark.parametrize(
    ("place", "is_remote"),
    [
        (r"\\server\share\care", True),
        ("//server/share/care", True),
        (r"C:\care", False),
        (r"\\?\C:\care", False),
        (r"\\?\UNC\server\share\care", True),
        ("/var/lib/care", False),
    ],
)
def test_windows_names_of_other_machines(place: str, is_remote: bool) -> None:
    assert is_network_path(place) is is_remote


def test_a_database_is_neither_made_nor_opened_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(places, "_MOUNTS", table)
    made = database.Database.create(tmp_path / "records.db", KEY)
    made.close()
    table.write_text(f"{MOUNTS}40 22 0:50 / {tmp_path} rw - cifs //server/care rw\n", encoding="utf-8")
    for attempt in (database.Database.create, database.Database.open):
        with pytest.raises(AppError) as raised:
            attempt(tmp_path / "records.db", KEY)
        assert raised.value.code is ErrorCode.DATA_FOLDER_SHARED
