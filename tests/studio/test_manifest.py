"""The manifest."""

import json
from pathlib import Path

import pytest

from skill.studio import manifest as manifests
from skill.studio.errors import LibraryError
from skill.studio.manifest import Entry, Manifest, Phrase, digest

ENTRY = Entry(
    title="Hum",
    voice="piper:joe",
    settings="1.5",
    script="abc",
    duration=3_000,
    loudness=-14.1,
    peak=-2.5,
    bytes=18_000,
    phrases=(Phrase(144, 2_500, digest("Hum.")),),
    bells=(0,),
)


def test_a_manifest_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """And is JSON that anybody can read, one file a line."""
    manifests.save(tmp_path, Manifest(locale="en-US", files={"b.mp3": ENTRY, "a.mp3": ENTRY}))
    text = (tmp_path / manifests.FILE_NAME).read_text()

    assert manifests.load(tmp_path).files == {"a.mp3": ENTRY, "b.mp3": ENTRY}
    assert list(json.loads(text)["files"]) == ["a.mp3", "b.mp3"]
    assert len([line for line in text.splitlines() if ".mp3" in line]) == 2


@pytest.mark.parametrize(
    ("voice", "said"), [("piper:joe", "offline with Piper"), ("gtts:en-com", "with gTTS")]
)
def test_a_manifest_says_how_it_was_rendered(tmp_path: Path, voice: str, said: str) -> None:
    """In a sentence at its top."""
    entry = Entry(**{**{f: getattr(ENTRY, f) for f in ENTRY.__struct_fields__}, "voice": voice})
    manifests.save(tmp_path, Manifest(files={"a.mp3": entry}))

    assert said in manifests.load(tmp_path).about


def test_a_library_without_a_manifest_is_empty(tmp_path: Path) -> None:
    """And is of the locale that its folder is named after."""
    assert manifests.load(tmp_path / "en-GB") == Manifest(locale="en-GB")


def test_a_manifest_knows_its_voice() -> None:
    """The one that most files have; sounds have none."""
    silent = Entry(**{**{f: getattr(ENTRY, f) for f in ENTRY.__struct_fields__}, "voice": ""})

    assert Manifest(files={"a": silent, "b": ENTRY}).voice == "piper:joe"
    assert not Manifest().voice


def test_a_broken_manifest_is_an_error_of_ours(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / manifests.FILE_NAME).write_text("{")

    with pytest.raises(LibraryError, match=manifests.FILE_NAME):
        manifests.load(tmp_path)
