"""The tree keeps its own rules, and the checker of those rules catches what is planted."""

import json
from pathlib import Path

import pytest

from installer import house

ROOT = Path(house.__file__).resolve().parent.parent


def _tree(root: Path, **files: str) -> Path:
    """A tiny tree that keeps every rule, plus *files* (``__`` in a name stands for ``/``)."""
    plain = {
        "pyproject.toml": "",
        "provider_desktop__visits.py": '"""What a visit is."""\n',
        "resources__wording__en.json": json.dumps({"rule": {"overlap": "Overlaps {other}."}}),
        "resources__wording__zh_CN.json": json.dumps({"rule": {"overlap": "与{other}重叠。"}}),
    }
    for name, text in {**plain, **files}.items():
        path = root.joinpath(*name.split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_project_keeps_its_rules():
    assert [str(breach) for breach in house.check_tree(ROOT)] == []


def test_a_tree_that_keeps_the_rules_passes(tmp_path):
    assert list(house.check_tree(_tree(tmp_path))) == []


# The pieces are put together here so that this file does not break the rules it tests.
PLANTED = {
    "top level": ({"notes.md": ""}, "the top level is fixed"),
    "long module": ({"provider_desktop__long.py": '"""Long."""\n' + "x = 1\n" * 400}, "401 lines"),
    "no docstring": ({"provider_desktop__bare.py": "x = 1\n"}, "opens with a sentence"),
    "no full stop": ({"provider_desktop__half.py": '"""Half a sentence"""\n'}, "no end"),
    "empty module name": ({"provider_desktop__utils.py": '"""All sorts."""\n'}, "says nothing"),
    "empty class name": (
        {"provider_desktop__a.py": '"""A."""\n\nclass Visit' + 'Manager:\n    """M."""\n'},
        "VisitManager does not say",
    ),
    "foreign host": ({"docs__a.md": "see https:" + "//mirror.somewhere.io/simple"}, "mirror.somewhere.io"),
    "foreign host in script": ({".ci__run": "curl http:" + "//build.internal:8080/"}, "build.internal"),
    "own machine": ({"docs__a.md": "cd /" + "home/anna/project"}, "one particular machine"),
    "tracker": ({"docs__a.md": "as asked in iss" + "ue 12"}, "tracker"),
    "unfinished": ({"provider_desktop__a.py": '"""A."""\n# TO' + "DO later\n"}, "not finished"),
    "not implemented": (
        {"provider_desktop__a.py": '"""A."""\n\n\ndef f():\n    raise NotImplementedError("later")\n'},
        "not finished",
    ),
    "test that cannot fail": (
        {"tests__test_a.py": '"""A."""\n\n\ndef test_nothing():\n    print(1)\n'},
        "test_nothing expects nothing",
    ),
    "sentence missing": ({"resources__wording__en.json": '{"rule": {}}'}, "no sentence for rule.overlap"),
    "sentence empty": ({"resources__wording__en.json": '{"rule": {"overlap": " "}}'}, "empty sentence"),
    "places differ": (
        {"resources__wording__en.json": '{"rule": {"overlap": "Overlaps {visit}."}}'},
        "different places in rule.overlap",
    ),
}


@pytest.mark.parametrize(("files", "expected"), PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_caught(tmp_path, files, expected):
    breaches = [str(breach) for breach in house.check_tree(_tree(tmp_path, **files))]
    assert any(expected in breach for breach in breaches), breaches


@pytest.mark.parametrize(
    "text",
    [
        "https:" + "//receiver.example/v1",
        "http:" + "//127.0.0.1:8000/",
        "http:" + "//www.w3.org/2000/svg",
        "the issue is that 12 visits overlap",
        "/opt/apps/provider",
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path, text):
    assert list(house.check_tree(_tree(tmp_path, **{"docs__a.md": text}))) == []


def test_a_shared_expectation_counts(tmp_path):
    text = '"""A."""\n\n\ndef same(a):\n    assert a\n\n\ndef test_it():\n    same(1)\n'
    assert list(house.check_tree(_tree(tmp_path, **{"tests__test_a.py": text}))) == []


@pytest.mark.parametrize(
    "body",
    [
        "    assert 1\n",
        "    with pytest.raises(ValueError):\n        int('x')\n",
        "    assert_contract(1)\n",
        "    for _ in range(3):\n        assert 1\n",
    ],
)
def test_each_way_to_expect_something_counts(tmp_path, body):
    text = f'"""A."""\n\n\ndef test_something():\n{body}'
    assert list(house.check_tree(_tree(tmp_path, **{"tests__test_a.py": text}))) == []


def test_by_products_are_not_our_files(tmp_path):
    root = _tree(
        tmp_path, **{".venv__lib__x.py": "import os\n", "build__y.py": "", ".mypy_cache__z.json": ""}
    )
    assert list(house.check_tree(root)) == []
