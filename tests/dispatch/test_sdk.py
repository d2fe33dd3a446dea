"""The SDK and what we do in its place."""

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response, ResponseEnvelope
from ask_sdk_model.canfulfill import CanFulfillIntent, CanFulfillIntentValues
from ask_sdk_model.interfaces.audioplayer import AudioItem, PlayBehavior, PlayDirective, Stream
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech

from skill.dispatch.sdk import _fields

STREAM = Stream(url="https://localhost/t.mp3", offset_in_milliseconds=0)
PLAY = PlayDirective(
    play_behavior=PlayBehavior.REPLACE_ALL, audio_item=AudioItem(stream=STREAM)
)


def test_models_become_the_same_data_as_with_the_sdk() -> None:
    """Speech, cards, directives and enumerations come out just as the SDK writes them."""
    response = Response(
        output_speech=SsmlOutputSpeech(ssml="<speak>Hi.</speak>"),
        reprompt=Reprompt(output_speech=SsmlOutputSpeech(ssml="<speak>Well?</speak>")),
        card=SimpleCard(title="a", content="b"),
        directives=[PLAY],
        should_end_session=False,
        can_fulfill_intent=CanFulfillIntent(CanFulfillIntentValues.NO),
    )
    envelope = ResponseEnvelope(
        version="1.0",
        session_attributes={
            "pending": None,
            "names": ("A", "B"),
            "deep": {"x": 1.5},
        },
        response=response,
    )

    by_the_sdk = DefaultSerializer().serialize(envelope)
    by_the_sdk["sessionAttributes"]["names"] = list(by_the_sdk["sessionAttributes"]["names"])

    assert _fields(envelope) == by_the_sdk
