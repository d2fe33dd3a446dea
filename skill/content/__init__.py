"""Content: what there is to ask, by language, loaded once from YAML.

Adding a starter or a topic touches one file in ``skill/content/<language>`` and no Python.
"""

from skill.content.loader import Content, load
from skill.content.models import Alarms, Depth, Helpline, Helplines, Mood, Starter, Topic
from skill.content.scripts import Script

__all__ = [
    "Alarms",
    "Content",
    "Depth",
    "Helpline",
    "Helplines",
    "Mood",
    "Script",
    "Starter",
    "Topic",
    "load",
]
