"""Answers questions about windows through the accessibility tree; run by the system's Python, which has gi.

Reads one JSON command a line, answers with one JSON object a line. It knows nothing of the program: it
sees what a screen reader sees, and presses the keys that a person would.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

_KEYS = {
    "Return": 0xFF0D, "Tab": 0xFF09, "Escape": 0xFF1B, "Down": 0xFF54, "Up": 0xFF52, "Home": 0xFF50, "End": 0xFF57,
    "Delete": 0xFFFF, "BackSpace": 0xFF08, "F1": 0xFFBE, "F2": 0xFFBF, "F5": 0xFFC2, "space": 0x20,
}  # fmt: skip
_MODIFIERS = {"ctrl": 0xFFE3, "shift": 0xFFE1, "alt": 0xFFE9}


def everything(node: Any) -> Iterator[Any]:
    """Every node below one that is showing, in order of the tree."""
    try:
        states = node.get_state_set()
        if not states.contains(Atspi.StateType.SHOWING) and node.get_role_name() != "desktop frame":
            return
        yield node
        for place in range(node.get_child_count()):
            child = node.get_child_at_index(place)
            if child is not None:
                yield from everything(child)
    except gi.repository.GLib.Error:
        return  # it went away while we looked


def name_of(node: Any) -> str:
    """What a screen reader says of a node: its name, and its text where it holds one."""
    words = [node.get_name() or ""]
    if node.get_role_name() in {"text", "label", "entry", "password text"}:
        try:
            words.append(Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)))
        except gi.repository.GLib.Error:
            pass
    return " ".join(dict.fromkeys(word for word in words if word))


def found(role: str, name: str) -> Any:
    """The first showing node of a role (any, where empty) whose name has the words in it."""
    for node in everything(Atspi.get_desktop(0)):
        try:
            if (not role or node.get_role_name() == role) and name in name_of(node):
                return node
        except gi.repository.GLib.Error:
            continue
    return None


def wait(role: str, name: str, seconds: float, *, gone: bool = False) -> Any:
    """Wait until such a node is showing (or no longer is); None when it did not happen in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        node = found(role, name)
        if (node is None) is gone:
            return node or True
        time.sleep(0.1)
    return None


def press_keys(text: str) -> None:
    """One key with its modifiers: ``ctrl+Return``, ``Tab``, ``a``."""
    *modifiers, key = text.split("+")
    for modifier in modifiers:
        Atspi.generate_keyboard_event(_MODIFIERS[modifier], None, Atspi.KeySynthType.PRESS)
    # SYM looks the key up in the layout in force
    Atspi.generate_keyboard_event(_KEYS.get(key) or ord(key), None, Atspi.KeySynthType.SYM)
    for modifier in reversed(modifiers):
        Atspi.generate_keyboard_event(_MODIFIERS[modifier], None, Atspi.KeySynthType.RELEASE)


def obey(command: dict[str, Any]) -> Any:
    """Carry out one command; what it answers."""
    role, name = command.get("role", ""), command.get("name", "")
    seconds = float(command.get("seconds", 20))
    match command["do"]:
        case "wait":
            return wait(role, name, seconds) is not None
        case "wait_gone":
            return wait(role, name, seconds, gone=True) is not None
        case "press":
            node = wait(role, name, seconds)
            return node is not None and bool(Atspi.Action.do_action(node, 0))
        case "focus":
            node = wait(role, name, seconds)
            return node is not None and bool(Atspi.Component.grab_focus(node))
        case "set_text":
            node = wait(role, name, seconds)
            return node is not None and bool(Atspi.EditableText.set_text_contents(node, command["text"]))
        case "type":
            for character in command["text"]:
                Atspi.generate_keyboard_event(ord(character), None, Atspi.KeySynthType.SYM)
                time.sleep(0.01)
            return True
        case "key":
            press_keys(command["text"])
            return True
        case "shown":
            return [f"{node.get_role_name()}: {name_of(node)}" for node in everything(Atspi.get_desktop(0))]
    raise ValueError(command["do"])


def main() -> None:
    """Obey until the input ends."""
    Atspi.init()
    for line in sys.stdin:
        try:
            answer = {"answer": obey(json.loads(line))}
        except Exception as error:  # noqa: BLE001 - the test is told, and fails there
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
