"""Models are built from their source, and held against it."""

from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from skill import paths
from skill.errors import ModelError
from skill.interaction.build import build, check, text, write

SMALL = """
invocation: tea corner
sensitivity: LOW
locales: {en-US: {}, en-GB: {words: {cozy: cosy}}}
builtins: [AMAZON.HelpIntent]
types:
  Weather: [{id: calm, name: cozy, said: [snug, cozy and warm]}]
intents:
  - name: ChatIntent
    slots: {mood: Weather}
    samples: ["a cozy {mood} chat"]
    only: {en-GB: ["a {mood} natter"]}
"""


@pytest.fixture(name="small")
def _small(tmp_path: Path) -> Path:
    (tmp_path / "en.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Return a folder with the project's own source and the models built from it."""
    copy(paths.interaction_models() / "en.yaml", tmp_path)
    write(tmp_path)
    return tmp_path


def _intents(model: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = model["interactionModel"]["languageModel"]["intents"]
    return found


def test_a_model_is_built_for_each_locale(small: Path) -> None:
    """A locale has the shared samples in its own words, and what only it says."""
    models = build("en", small)

    assert _intents(models["en-US"]) == [
        {"name": "AMAZON.HelpIntent", "samples": []},
        {
            "name": "ChatIntent",
            "slots": [{"name": "mood", "type": "Weather"}],
            "samples": ["a cozy {mood} chat"],
        },
    ]
    assert _intents(models["en-GB"])[1]["samples"] == ["a cosy {mood} chat", "a {mood} natter"]


def test_values_are_in_the_words_of_the_locale(small: Path) -> None:
    """A locale's own words are in its slot values as well."""
    types = build("en", small)["en-GB"]["interactionModel"]["languageModel"]["types"]

    assert types[-1] == {
        "name": "Weather",
        "values": [
            {"id": "calm", "name": {"value": "cosy", "synonyms": ["snug", "cosy and warm"]}}
        ],
    }


def test_a_language_without_a_choice_has_no_configuration(small: Path) -> None:
    """Where the source names no sensitivity, the model says nothing about it."""
    (small / "en.yaml").write_text(SMALL.replace("sensitivity: LOW", ""), encoding="utf-8")

    language = build("en", small)["en-US"]["interactionModel"]["languageModel"]

    assert "modelConfiguration" not in language


def test_a_second_topic_type_is_noticed(small: Path) -> None:
    """A source cannot put its own topics in the place of the content's."""
    (small / "en.yaml").write_text(SMALL.replace("Weather", "Topic"), encoding="utf-8")
    write(small)

    assert "en-US.json: type Topic: is there twice" in check(small)


def test_a_file_is_readable_and_ends_with_a_line_break() -> None:
    """A model is written with two spaces of indent and its letters as they are."""
    assert text({"name": "Zoë"}) == '{\n  "name": "Zoë"\n}\n'


def test_what_was_written_is_clean(folder: Path) -> None:
    """Models that were just written have no problems."""
    assert check(folder) == []


def test_writing_names_the_files_and_changes_nothing_twice(folder: Path) -> None:
    """Writing again gives the same bytes, and says which files they are in."""
    before = {path: path.read_bytes() for path in folder.glob("*.json")}

    assert sorted(write(folder)) == sorted(before)
    assert {path: path.read_bytes() for path in folder.glob("*.json")} == before


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"{}\n"])
def test_a_model_that_is_not_its_source_is_noticed(folder: Path, content: bytes | None) -> None:
    """A model that is missing or was edited by hand is a problem, whatever is in it."""
    path = folder / "en-GB.json"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

    assert check(folder) == ["en-GB.json: differs from its source; run: romance models build"]


def test_a_model_without_a_source_is_noticed(folder: Path) -> None:
    """A model that no source names is a problem."""
    (folder / "ja-JP.json").write_text("{}", encoding="utf-8")

    assert check(folder) == ["ja-JP.json: has no source"]


def test_a_source_that_breaks_a_rule_is_noticed(folder: Path) -> None:
    """A broken rule is told for each locale, with the name of its file."""
    path = folder / "en.yaml"
    told = path.read_text(encoding="utf-8").replace("reviving romance", "romance")
    path.write_text(told, encoding="utf-8")
    write(folder)

    problem = 'invocation name: "romance" needs two words or more'
    assert check(folder) == [f"en-US.json: {problem}", f"en-GB.json: {problem}"]


def test_a_source_that_cannot_be_read_is_an_error(folder: Path) -> None:
    """A source that breaks its schema is an error and not just a problem."""
    (folder / "en.yaml").write_text("[]", encoding="utf-8")

    with pytest.raises(ModelError, match=r"en\.yaml"):
        check(folder)
