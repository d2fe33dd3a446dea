"""Content: what there is to ask, by language, loaded once from YAML.

Adding a starter or a topic touches one file in ``skill/content/<language>`` and no Python.
"""

from skill.content.loader import Content, load
from skill.content.models import Alarms, Depth, Helpline, Helplines, Starter, Topic

__all__ = ["Alarms", "Content", "Depth", "Helpline", "Helplines", "Starter", "Topic", "load"]
