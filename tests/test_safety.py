"""Safety: words of crisis or abuse stop everything else, and leave no trace."""

import json
from collections.abc import Callable

import pytest
from replies import keys

from skill import safety
from skill.content import Content
from skill.dispatch.conversation import ROUTES
from skill.memory import Household
from skill.paths import interaction_models
from skill.turn import Memo, Pending, Turn

MakeTurn = Callable[..., Turn]

CRISIS = [
    "I want to kill myself",
    "i wanna die",
    "I don't want to be alive anymore",
    "I’ve been cutting myself",  # noqa: RUF001 - as typed
    "I want to end my life",
    "sometimes I think of suicide",
    "they would be better off without me",
    "there is no point in going on",
    "I'm going to end it all tonight",
    "I want to end it",
    "I'd rather be dead",
    "I feel like dying",
    "I want to hang myself",
    "I want to jump off a bridge",
    "there's no point anymore",
    "I can't live like this",
    "I want to disappear",
    "I want to die to get away from this",
    "I don't want to live",
    "I\u2018ve started self harming",
]
ABUSE = [
    "he hits me",
    "he beats me",
    "she beats me at home",
    "she slapped me",
    "my partner won't let me leave",
    "I'm scared of him",
    "my husband threatened to kill me",
    "they are hurting me",
    "I am being abused",
    "he locked me in",
    "I'm afraid of my girlfriend",
    "he tried to kill me",
    "he almost killed me",
    "she tried to strangle me",
    "he put his hands around my throat",
    "he pushed me down the stairs",
    "he shoved me",
    "he pulled a knife on me",
    "my dad hits me",
    "Mark hits me",
    "he hits our daughter",
    "he'd kill me if he knew",
    "he forces himself on me",
    "I don't feel safe",
    "I'm not safe",
    "he is killing me",
]
HARMLESS = [
    "I'm dying of laughter",
    "this game is killing me",
    "to die for",
    "I'd kill for a coffee",
    "I'm dying to know",
    "that beats me",
    "scared of spiders",
    "Will Smith and Hope",
    "kill the lights",
    "dead tired",
    "hit me with another one",
    "Jo and Sam",
    "travel",
    "my partner beats me at chess",
    "this hurts my brain",
    "he's hitting the high notes",
    "scared of the dark",
    "what scares us",
    "we want to live by the sea",
    "love to die laughing",
    "we love dead poets society",
    "suicide squad",
    "the film was very violent",
    "we don't want to wake up early",
    "we don't want to live in a city",
    "that song hits me every time",
    "this question hits me hard",
    "we'd love to end it with a dance",
]


@pytest.fixture(name="ears")
def _ears(english: Content) -> safety.Listener:
    return safety.listener(english.alarms)


@pytest.mark.parametrize("said", CRISIS)
def test_crisis_is_heard(ears: safety.Listener, said: str) -> None:
    """Somebody who says they may hurt themselves is heard."""
    assert ears.hear(said) == safety.CRISIS


@pytest.mark.parametrize("said", ABUSE)
def test_abuse_is_heard(ears: safety.Listener, said: str) -> None:
    """Somebody who is hurt, threatened or afraid is heard."""
    assert ears.hear(said) == safety.ABUSE


def test_model_and_alarms_agree(ears: safety.Listener) -> None:
    """Each sample of the two safety intents sets off its alarm, and no other sample does."""
    kinds = {"CrisisIntent": safety.CRISIS, "AbuseIntent": safety.ABUSE}
    for path in interaction_models().glob("*.json"):
        model = json.loads(path.read_text(encoding="utf-8"))["interactionModel"]
        for intent in model["languageModel"]["intents"]:
            heard = {ears.hear(sample) for sample in intent["samples"]}
            assert heard <= {kinds.get(intent["name"])}, intent["name"]


@pytest.mark.parametrize("said", HARMLESS)
def test_figures_of_speech_are_let_be(ears: safety.Listener, said: str) -> None:
    """Jokes, games and names do not set anything off."""
    assert ears.hear(said) is None


@pytest.mark.parametrize("pending", [None, *Pending])
@pytest.mark.parametrize("intent", ["NamesIntent", "TopicStarterIntent", "UnknownIntent"])
def test_any_slot_in_any_state_is_listened_to(
    make_turn: MakeTurn, intent: str, pending: Pending | None
) -> None:
    """Whatever is going on, words of crisis in any slot are answered with a helpline."""
    turn = make_turn(intent, words={"any": "i want to die"}, memo=Memo(pending=pending))

    reply = safety.listen(turn)

    assert reply is not None
    assert reply.pending is Pending.HELPLINE
    assert reply.secret


@pytest.mark.parametrize(
    ("locale", "emergency"), [("en-US", "9 1 1"), ("en-GB", "9 9 9"), ("en-CA", None)]
)
def test_numbers_are_those_of_the_place(
    make_turn: MakeTurn, locale: str, emergency: str | None
) -> None:
    """Each locale hears its own numbers; elsewhere, the local emergency number."""
    numbers = safety.crisis(make_turn("CrisisIntent", locale=locale)).say[1]

    assert getattr(numbers, "values", {}).get("emergency") == emergency


def test_abuse_never_leads_to_the_couple(make_turn: MakeTurn) -> None:
    """After words of abuse nothing is offered for two: all but the helpline leads away."""
    reply = safety.abuse(make_turn("AbuseIntent"))
    memo = Memo(pending=reply.pending, topic=reply.topic)
    about_it = safety.routes.answers[Pending.HELPLINE].keys() | safety.routes.intents.keys()

    assert keys(reply) == [
        "safety.abuse",
        "safety.numbers",
        "safety.abuse_note",
        "safety.again",
    ]
    for intent in ROUTES.intents.keys() - about_it:
        away = safety.listen(make_turn(intent, memo=memo))
        assert away is not None
        assert keys(away) == ["safety.close"]
        assert away.secret


def test_numbers_are_said_again_slowly(make_turn: MakeTurn) -> None:
    """Yes, repeat or slower says the numbers again, slowly."""
    for intent in ("AMAZON.YesIntent", "AMAZON.RepeatIntent", "SlowerIntent"):
        feature = safety.routes.find(intent, Pending.HELPLINE)
        assert feature is not None
        reply = feature(make_turn(intent, memo=Memo(pending=Pending.HELPLINE, topic="abuse")))
        assert reply.slow
        assert (reply.topic, reply.secret) == ("abuse", True)


def test_not_understood_once_offers_again_then_leaves(make_turn: MakeTurn) -> None:
    """What we do not understand there is asked once more; then we leave quietly."""
    first = safety.ask_again(make_turn("AMAZON.FallbackIntent", memo=Memo(topic="crisis")))
    second = safety.ask_again(make_turn("AMAZON.FallbackIntent", memo=Memo(misses=1)))

    assert keys(first)[0] == "basics.missed"
    assert keys(second) == ["safety.close"]


def test_household_is_left_as_it_was(make_turn: MakeTurn) -> None:
    """Nothing of such a turn is written into the household."""
    household = Household(opened=3)
    safety.crisis(make_turn("CrisisIntent", household=household))

    assert household == Household(opened=3)
