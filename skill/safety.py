"""Safety: words of crisis or abuse stop everything else.

Recognise, respect, refer (product rules in docs/architecture.md): one calm sentence, local
numbers in groups, offered again slowly, and no trace. Nothing here diagnoses or counsels,
and nothing is guessed from patterns; only what is said counts.
"""

import re
from functools import cache

from skill.content import Alarms, Helpline
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn

CRISIS, ABUSE = "crisis", "abuse"

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'")
"""Signs that people type, and recognisers write, for an apostrophe."""


class Listener:
    """Hears words of crisis or abuse in what people say."""

    def __init__(self, alarms: Alarms) -> None:
        """Compile the expressions of a language."""
        self._harmless = _any(alarms.harmless)
        self._kinds = {ABUSE: _any(alarms.abuse), CRISIS: _any(alarms.crisis)}

    def hear(self, words: str) -> str | None:
        """Return ``"crisis"``, ``"abuse"`` or None for a sentence."""
        said = self._harmless.sub(" ", _bare(words))
        return next((kind for kind, heard in self._kinds.items() if heard.search(said)), None)


@cache
def listener(alarms: Alarms) -> Listener:
    """Return the listener for these alarms."""
    return Listener(alarms)


def listen(turn: Turn) -> Reply | None:
    """Answer words of crisis or abuse in any slot, whatever the intent; else None.

    After such words nothing is offered for the couple: whatever does not concern the
    helpline leads away quietly.
    """
    ears = listener(turn.content.alarms)
    heard = next(filter(None, map(ears.hear, turn.words.values())), None)
    if heard:
        return _refer(turn, heard)
    if turn.memo.pending is not Pending.HELPLINE or routes.find(turn.intent, Pending.HELPLINE):
        return None
    return close(turn)


def crisis(turn: Turn) -> Reply:
    """Answer somebody who says they may hurt themselves."""
    return _refer(turn, CRISIS)


def abuse(turn: Turn) -> Reply:
    """Answer somebody who is hurt, threatened or afraid."""
    return _refer(turn, ABUSE)


def again(turn: Turn) -> Reply:
    """Say the numbers again, slowly."""
    kind = turn.memo.topic
    return _with_question(turn, [_numbers(turn, kind)], kind, slow=True)


def ask_again(turn: Turn) -> Reply:
    """Offer the numbers once more to somebody we did not understand, then leave quietly."""
    if turn.memo.misses:
        return close(turn)
    reply = _with_question(turn, [Phrase("basics.missed")], turn.memo.topic)
    reply.misses = 1
    return reply


def close(turn: Turn) -> Reply:
    """Leave quietly; no jingle, no advice."""
    return Reply(say=[Phrase("safety.close")], secret=True, stop=turn.player.active)


def _refer(turn: Turn, kind: str) -> Reply:
    say = [Phrase(f"safety.{kind}"), _numbers(turn, kind), Phrase(f"safety.{kind}_note")]
    return _with_question(turn, say, kind)


def _with_question(turn: Turn, say: list[Phrase], kind: str, *, slow: bool = False) -> Reply:
    return Reply(
        say=[*say, Phrase("safety.again")],
        ask=Phrase("safety.again_after_silence"),
        pending=Pending.HELPLINE,
        slow=slow,
        secret=True,
        topic=kind,
        stop=turn.player.active,
    )


def _numbers(turn: Turn, kind: str) -> Phrase:
    """Name the lines of this locale; elsewhere, the local emergency number."""
    here = turn.content.helplines.get(turn.locale)
    if here is None:
        return Phrase("safety.numbers_unknown")
    lines: tuple[Helpline, ...] = here.abuse if kind == ABUSE else here.crisis
    return Phrase("safety.numbers", emergency=here.emergency, lines=lines)


def _any(expressions: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in expressions))


def _bare(words: str) -> str:
    """Return lower-case words and apostrophes, with single spaces."""
    return " ".join(re.findall(r"[\w']+", words.lower().translate(_APOSTROPHES)))


routes = Routes(
    {"CrisisIntent": crisis, "AbuseIntent": abuse},
    {
        Pending.HELPLINE: {
            "AMAZON.YesIntent": again,
            "AMAZON.RepeatIntent": again,
            "SlowerIntent": again,
            "AMAZON.HelpIntent": again,
            "AMAZON.FallbackIntent": ask_again,
        }
    },
)
