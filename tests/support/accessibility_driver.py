"""Answers questions about windows through the accessibility tree; run by the system's Python, which has gi.

Reads one JSON command a line, answers with one JSON object a line. It knows nothing of the program: it
sees what a screen reader sees. Keys are pressed by ``xdotool``.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

#: Seconds between two looks.
_POLL = 0.1


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
        with contextlib.suppress(gi.repository.GLib.Error):
            words.append(Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)))
    return " ".join(dict.fromkeys(word for word in words if word))


def found(role: str, name: str, *, ready: bool = False) -> Any:
    """The first showing node of a role (any, where empty) called so, else the first with the words in it.

    *ready* leaves out what is greyed out: it would take neither a press nor keys.
    """
    close = None
    for node in everything(Atspi.get_desktop(0)):
        try:
            if role and node.get_role_name() != role:
                continue
            called = name_of(node)
            if name not in called or (ready and not node.get_state_set().contains(Atspi.StateType.SENSITIVE)):
                continue
            if called == name:
                return node
            close = close or node
        except gi.repository.GLib.Error:
            continue
    return close


def seen(wanted: Callable[[Any], bool]) -> list[str]:
    """What shows, as ``role: words``; what goes away while we look is left out."""
    told = []
    for node in everything(Atspi.get_desktop(0)):
        with contextlib.suppress(gi.repository.GLib.Error):
            if wanted(node):
                told.append(f"{node.get_role_name()}: {name_of(node)}")
    return told


def unnamed(roles: list[str]) -> list[str]:
    """What has one of these roles and no name: each by its role, and the names it stands in."""
    nameless = []
    for node in everything(Atspi.get_desktop(0)):
        with contextlib.suppress(gi.repository.GLib.Error):
            if node.get_role_name() not in roles or (node.get_name() or "").strip():
                continue
            above, around = node.get_parent(), []
            while above is not None:
                around.append(above.get_name() or above.get_role_name())
                above = above.get_parent()
            nameless.append(f"{node.get_role_name()} in {' < '.join(around)}")
    return nameless


def wait(role: str, name: str, seconds: float, *, gone: bool = False) -> bool:
    """Wait until such a node is showing (or no longer is); whether it happened in time."""
    until = time.monotonic() + seconds
    while (found(role, name) is None) is not gone:
        if time.monotonic() > until:
            return False
        time.sleep(_POLL)
    return True


def do(role: str, name: str, seconds: float, act: Callable[[Any], Any]) -> bool:
    """Do something to such a node as soon as it takes it: a window made anew takes the first away."""
    until = time.monotonic() + seconds
    while True:
        with contextlib.suppress(gi.repository.GLib.Error):
            node = found(role, name, ready=True)
            if node is not None and act(node):
                return True
        if time.monotonic() > until:
            return False
        time.sleep(_POLL)


def obey(command: dict[str, Any]) -> Any:
    """Carry out one command; what it answers."""
    role, name = command.get("role", ""), command.get("name", "")
    seconds = float(command.get("seconds", 20))
    match command["do"]:
        case "wait":
            return wait(role, name, seconds)
        case "wait_gone":
            return wait(role, name, seconds, gone=True)
        case "press":
            return do(role, name, seconds, lambda node: Atspi.Action.do_action(node, 0))
        case "focus":
            return do(role, name, seconds, Atspi.Component.grab_focus)
        case "set_text":
            text = command["text"]
            return do(role, name, seconds, lambda node: Atspi.EditableText.set_text_contents(node, text))
        case "focused":
            return seen(lambda node: bool(node.get_state_set().contains(Atspi.StateType.FOCUSED)))
        case "unnamed":
            return unnamed(command["roles"])
        case "shown":
            return seen(lambda node: True)
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
