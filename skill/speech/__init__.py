"""Speech: what the skill says, in variants, by language.

Phrases live in ``skill/speech/<language>/*.yaml``. A feature names a phrase and gives its
values; this room picks a variant, fills it in, and escapes everything that came from
outside. What leaves it is SSML.
"""

from skill.speech.phrases import Phrase, Phrasebook, load
from skill.speech.ssml import plain, slowly, speak, speakable

__all__ = ["Phrase", "Phrasebook", "load", "plain", "slowly", "speak", "speakable"]
