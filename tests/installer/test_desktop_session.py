"""What the installer puts on a bare machine is enough for a real screen and a real keyring."""

import subprocess
import sys

import pytest

from tests.support.desktop_session import desktop_session

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the parts of a Linux desktop"),
]

WINDOW = """
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
print(app.platformName(), app.primaryScreen().size().width())
"""
SECRET = """
import keyring
from keyring.backends.SecretService import Keyring
keyring.set_keyring(Keyring())
keyring.set_password("provider-desktop", "key", "s3cret")
print(keyring.get_password("provider-desktop", "key"))
"""


def _python(program, environment):
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_window_can_open_on_a_real_screen(tmp_path):
    with desktop_session(tmp_path, keyring=False) as environment:
        assert _python(WINDOW, environment) == ["xcb", "1366"]


def test_a_secret_is_kept_by_a_real_keyring(tmp_path):
    with desktop_session(tmp_path, screen=False) as environment:
        assert _python(SECRET, environment) == ["s3cret"]


def test_sessions_end_with_all_their_parts(tmp_path):
    with desktop_session(tmp_path) as environment:
        pass
    refused = subprocess.run(
        [sys.executable, "-c", WINDOW], env=environment, capture_output=True, text=True, timeout=60
    )
    assert refused.returncode != 0
