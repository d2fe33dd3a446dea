"""A library as the studio writes it, of no sound at all."""

import json
from pathlib import Path
from typing import Any

from skill.content import Content
from skill.content.library import Libraries, load

BASE = "https://host.example/audio"
SOUND = bytes(range(256)) * 40
"""Stands for an MP3; nobody here listens."""


def entry(minutes: float) -> dict[str, Any]:
    """Return what a manifest says of a file: a phrase of 4 seconds every 20 seconds."""
    duration = round(minutes * 60_000)
    starts = range(1_500, duration - 10_000, 20_000)
    return {
        "title": "A title",
        "voice": "nobody",
        "settings": "",
        "script": f"{duration:x}",
        "duration": duration,
        "loudness": -14.0,
        "peak": -2.5,
        "bytes": len(SOUND),
        "phrases": [{"start": start, "length": 4_000, "text": "hash"} for start in starts],
        "bells": [0],
    }


def files(content: Content, *clips: str) -> dict[str, Any]:
    """Return the files of a library with all meditations, timers, and some clips."""
    meditations = {
        f"{name}-{minutes}.mp3": entry(minutes)
        for name, script in content.meditations.items()
        for minutes in script.minutes
    }
    others = {"timer-5.mp3": entry(10), "sounds/right.mp3": entry(0.01)}
    return meditations | others | {f"starters/{clip}.mp3": entry(0.1) for clip in clips}


def record(folder: Path, content: Content, *clips: str) -> Path:
    """Write the library of en-US; return the folder of all libraries."""
    home = folder / "audio" / "en-US"
    (home / "starters").mkdir(parents=True)
    (home / "sounds").mkdir()
    described = files(content, *clips)
    manifest = {"about": "Silence.", "locale": "en-US", "files": described}
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name in described:
        (home / name).write_bytes(SOUND)
    return home.parent


def libraries(folder: Path, content: Content, *clips: str) -> Libraries:
    """Write the library of en-US and read it."""
    return load(record(folder, content, *clips), BASE)
