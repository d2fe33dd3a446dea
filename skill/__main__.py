"""``python -m skill`` is ``romance``."""

from skill.cli import main

main()
