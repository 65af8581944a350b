"""One window a data folder: a second start shows the first window instead of opening another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

#: Milliseconds that a first window has to answer; it is on this very PC.
_PATIENCE = 500
_SHOW = b"show\n"


def instance_name(folder: Path) -> str:
    """What windows over a data folder know each other by; it does not tell the path."""
    digest = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()
    return f"provider-desktop-{digest[:16]}"


def show_first(name: str) -> bool:
    """Ask the window that is open over the folder to come to the front; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(_SHOW)
    answered = socket.waitForBytesWritten(_PATIENCE) and socket.waitForReadyRead(_PATIENCE)
    socket.disconnectFromServer()
    return answered


class FirstInstance(QObject):
    """Listens for a second start of the same user; ``show_wanted`` says that there was one."""

    show_wanted = Signal()

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if not self._server.listen(name):
            # what a killed program left behind; nobody answered there, or this one would not have started
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if bytes(socket.readAll().data()).startswith(_SHOW):
            socket.write(b"shown\n")
            socket.flush()
            self.show_wanted.emit()
