"""Files of evidence: takes them in piece by piece, resumable, each agency's apart from all others'."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from provider_desktop.exchange.blobs import (
    COMPLETE_HEADER,
    MAX_BYTES,
    OFFSET_HEADER,
    is_blob_name,
    read_complete,
    read_offset,
    write_place,
)
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Place
from provider_desktop.receiver.answers import Answer, Refused
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import blobs
from provider_desktop.receiver.storage.agencies import Device

NOTHING = Place(0, whole=False)


class Upload:
    """One ``PUT``: bytes are kept as they come, so that a broken line costs no more than its last piece.

    Every method takes its own short transaction and may run on any thread; all raise ``Refused``.
    """

    def __init__(self, office: Office, device: Device, sha256: str, headers: Mapping[str, str]) -> None:
        """Begin where the request says; ``headers`` by lower-case name.

        Refused: ``none`` for what is no file's name, ``size`` for more than 20 MiB, ``offset`` where
        another number of bytes is held.
        """
        if not is_blob_name(sha256):
            raise Refused(Problem.NONE)
        offset = read_offset(headers.get(OFFSET_HEADER.lower(), "0"))
        length = headers.get("content-length", "0")
        if offset is None:
            raise self._elsewhere(office, device.agency, sha256)
        if not length.isdigit() or len(length) > 15 or offset + int(length) > MAX_BYTES:
            raise Refused(Problem.SIZE, {"Connection": "close"})
        self._office = office
        self._agency = device.agency
        self._sha256 = sha256
        self._said = read_complete(headers.get(COMPLETE_HEADER.lower(), ""))
        self._began = self._reached = offset
        with office.database.read(self._agency) as connection:
            if self._held(connection).offset != offset:
                raise self._elsewhere(office, self._agency, sha256)

    def add(self, content: bytes) -> None:
        """Keep the next bytes. Refused: ``size``, and ``offset`` where another upload was quicker."""
        if not content:
            return
        if self._reached + len(content) > MAX_BYTES:
            self.undo()
            raise Refused(Problem.SIZE, {"Connection": "close"})
        database = self._office.database
        with database.write(self._agency) as connection:
            database.lock_blob(connection, self._agency, self._sha256)
            place = self._held(connection)
            if place.whole or place.offset != self._reached:
                raise Refused(Problem.OFFSET, write_place(place), offset=place.offset)
            now = self._office.clock.now()
            blobs.add(connection, self._agency, self._sha256, start=self._reached, content=content, now=now)
        self._reached += len(content)

    def undo(self) -> None:
        """Drop what this request brought: it was not what its signature promised."""
        database = self._office.database
        with database.write(self._agency) as connection:
            database.lock_blob(connection, self._agency, self._sha256)
            if not self._held(connection).whole:
                blobs.cut(connection, self._agency, self._sha256, self._began)

    def finish(self) -> Answer:
        """The body has ended. Refused: ``digest`` where the whole is another file; it is dropped then.

        The file ends here if the request says so, or does not say and no entry names a larger one:
        the page has the rest sent at once.
        """
        database = self._office.database
        with database.write(self._agency) as connection:
            database.lock_blob(connection, self._agency, self._sha256)
            place = self._held(connection)
            if place.whole or place.offset != self._reached:
                # somebody else has brought the same bytes meanwhile
                return _told(place)
            claimed = blobs.claimed(connection, self._agency, self._sha256)
            complete = self._said if self._said is not None else claimed is None or place.offset >= claimed
            if self._said is False and place.offset != claimed:
                return _told(place)
            if blobs.digest(connection, self._agency, self._sha256) == self._sha256:
                now = self._office.clock.now()
                blobs.close(connection, self._agency, self._sha256, place.offset, now)
                return _told(Place(place.offset, whole=True))
            if not complete:
                return _told(place)
            blobs.cut(connection, self._agency, self._sha256)
        raise Refused(Problem.DIGEST)

    def _held(self, connection: Connection) -> Place:
        return blobs.held(connection, self._agency, self._sha256) or NOTHING

    @staticmethod
    def _elsewhere(office: Office, agency: str, sha256: str) -> Refused:
        with office.database.read(agency) as connection:
            place = blobs.held(connection, agency, sha256) or NOTHING
        return Refused(Problem.OFFSET, write_place(place), offset=place.offset)


def look(office: Office, device: Device, sha256: str) -> Answer:
    """How much of a file the agency has sent. Refused: ``none``, whoever else may have sent it."""
    with office.database.read(device.agency) as connection:
        place = blobs.held(connection, device.agency, sha256) if is_blob_name(sha256) else None
    if place is None:
        raise Refused(Problem.NONE)
    return Answer(200, headers=write_place(place))


def _told(place: Place) -> Answer:
    return Answer(201 if place.whole else 200, headers=write_place(place))
