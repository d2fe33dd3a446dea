"""What is heard of SSML."""

import pytest

from skill.errors import ResponseLimitError
from skill.speaker.voice import spoken


@pytest.mark.parametrize(
    ("ssml", "heard"),
    [
        ("<speak>Hello,   you\n two.</speak>", "Hello, you two."),
        ("<speak>Jo &amp; Sam &lt;3</speak>", "Jo & Sam <3"),
        ("<speak>One<break time='1.5s'/>two<break strength='strong'/>.</speak>", "One two ."),
        ("<speak><p>First.</p><p>Second.</p></speak>", "First. Second."),
        ("<speak><audio src='soundbank://soundlibrary/bells/bell_01'/>Now.</speak>",
         "[sound: bell_01] Now."),
        ("<speak><audio src='https://x.example/a/gong.mp3?sign=1'/></speak>", "[sound: gong]"),
        ("<speak><sub alias='doctor'>Dr</sub> Who</speak>", "doctor Who"),
        ("<speak><amazon:effect name='whispered'>psst</amazon:effect></speak>", "psst"),
        ("<speak>Hi <alexa:name type='first' personId='x'/>!</speak>", "Hi [name]!"),
        ("<speak><prosody rate='85%'>slow <emphasis>down</emphasis></prosody></speak>",
         "slow down"),
        ("<!-- a comment --><speak>x</speak>", "x"),
    ],
)  # fmt: skip
def test_speech_is_heard_in_plain_words(ssml: str, heard: str) -> None:
    """Tags colour the words and add silence or sounds; the words are heard."""
    assert spoken(ssml) == heard


@pytest.mark.parametrize(
    ("ssml", "reason"),
    [
        ("no tags", "not one <speak>"),
        ("<speak>a</speak> b", "not one <speak>"),
        ("<speak>a</speak><speak>b</speak>", "not one <speak>"),
        ("<p>a</p>", "not one <speak>"),
        ("<speak>a & b</speak>", "not well-formed"),
        ("<speak>", "not well-formed"),
        ("<speak></wrap><wrap></speak>", "not well-formed"),
        ("<!DOCTYPE speak [<!ENTITY a 'b'>]><speak>&a;</speak>", "not well-formed"),
        ("<speak><blink>a</blink></speak>", "tag <blink>"),
        ("<speak><break time='11s'/></speak>", "at most 10"),
        ("<speak><break time='soon'/></speak>", "no time"),
        ("<speak>" + "<audio src='https://x.example/a.mp3'/>" * 6 + "</speak>", "audio"),
    ],
)
def test_what_alexa_would_not_speak_is_refused(ssml: str, reason: str) -> None:
    """Broken or unknown markup is an error that says what is wrong."""
    with pytest.raises(ResponseLimitError, match=reason):
        spoken(ssml)
