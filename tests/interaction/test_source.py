"""The source of the models is read strictly."""

from pathlib import Path

import pytest

from skill.errors import ContentError, ModelError
from skill.interaction import source

SMALL = """
invocation: tea corner
locales: {en-US: {}, en-GB: {words: {cozy: cosy}}}
builtins: [AMAZON.HelpIntent]
intents:
  - name: ChatIntent
    samples: [a cozy chat]
    only: {en-GB: [a natter]}
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "en.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_is_read(tmp_path: Path) -> None:
    """A source is read as typed structs, with defaults for what it leaves out."""
    found = source.read(_file(tmp_path, SMALL))

    assert found.invocation == "tea corner"
    assert found.sensitivity is None
    assert found.locales["en-GB"].words == {"cozy": "cosy"}
    assert found.intents[0].only == {"en-GB": ("a natter",)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("samples:", "smaples:", r"unknown field `smaples` - at `\$\.intents"),
        ("[a cozy chat]", "[yes]", "got `bool`.*samples"),
        ("invocation: tea corner", "", "`invocation`"),
        (
            "en-GB: [a natter]",
            "en-AU: [a yarn]",
            r"ChatIntent has samples only for \['en-AU'\]",
        ),
        ("[AMAZON.HelpIntent]", "[", "while parsing"),
    ],
)
def test_a_mistake_in_a_source_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """A mistake is refused with the name of the file and the place."""
    path = _file(tmp_path, SMALL.replace(old, new))

    with pytest.raises(ModelError, match=rf"en\.yaml: .*{message}"):
        source.read(path)


def test_a_missing_source_is_refused(tmp_path: Path) -> None:
    """A language without a source is a ModelError that names the file."""
    with pytest.raises(ModelError, match=r"en\.yaml"):
        source.read(tmp_path / "en.yaml")


def test_missing_topics_are_refused() -> None:
    """A language without topics is a ContentError that names the file."""
    with pytest.raises(ContentError, match=r"topics\.yaml"):
        source.content_types("xx")


def test_languages_are_the_sources_in_the_folder(tmp_path: Path) -> None:
    """Every YAML file in the folder is a language; models are not."""
    for name in ("en.yaml", "de.yaml", "en-US.json"):
        (tmp_path / name).touch()

    assert source.languages(tmp_path) == ["de", "en"]
