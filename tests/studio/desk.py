"""A small library that hums, and the hands that build it."""

from dataclasses import dataclass, field
from pathlib import Path

from studio.tones import Humming

from skill.content.scripts import Bed, Bell, Script, Step
from skill.studio.building import Built, build
from skill.studio.checking import check
from skill.studio.items import Clip, Item, Sound, Track

SCRIPT = Script(
    name="A Short Hum",
    about="humming together",
    said=(),
    moods=(),
    bed=Bed.OCEAN,
    minutes=(1, 2),
    question="Who hummed?",
    steps=(
        Step(bell=Bell.OPEN, pause=2),
        Step(say="Hum with me, if you like.", pause=2, stretch=1),
        Step(say="And rest.", pause=3, stretch=2),
        Step(say="Only in the long one.", pause=3, stretch=2, minutes=(2,)),
        Step(say="Hum again, both of you.", pause=2, stretch=1),
        Step(bell=Bell.CLOSE, pause=2),
    ),
)


@dataclass
class Desk:
    """A library, its cache, and the hands that build it.

    Attributes:
        library: its folder.
        cache: the folder of its lines.
        items: what it has.
    """

    library: Path
    cache: Path
    items: list[Item] = field(default_factory=list)

    def build(self, voice: Humming | None = None, workers: int = 1) -> Built:
        """Build it."""
        return build(self.library, self.cache, voice or Humming(), self.items, workers=workers)

    def check(self) -> list[str]:
        """Check it."""
        return check(self.library, self.items, workers=1)


def items() -> list[Item]:
    """Return a track, a clip and a sound."""
    return [
        Track("hum", SCRIPT, 1),
        Clip("hums-01", "What would you hum, and when?", "Conversation starter hums-01"),
        Sound("right"),
    ]
