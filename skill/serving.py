"""Serving recordings: the files of the library, and nothing else."""

import os
from pathlib import Path

from flask import Response, send_from_directory
from werkzeug.exceptions import HTTPException

from skill.content.library import MANIFEST

FOR_EVER = "public, max-age=31536000, immutable"
"""For recordings: their URLs carry a version, so a new one is a new URL."""

FOR_NOW = "public, max-age=300"
"""For manifests, which change in place."""

TYPES = {".mp3": "audio/mpeg", ".json": "application/json"}


def headers(name: str) -> dict[str, str]:
    """Return the headers that a file of the library is served with, from anywhere."""
    suffix = Path(name).suffix
    return {
        "Content-Type": TYPES[suffix],
        "Cache-Control": FOR_EVER if suffix == ".mp3" else FOR_NOW,
    }


def is_public(path: Path) -> bool:
    """Say whether a file is one that a library consists of."""
    return path.suffix == ".mp3" or path.name == MANIFEST


def send(folder: Path, name: str) -> Response:
    """Answer a GET or HEAD of a file of the library, with Range and conditions.

    Args:
        folder: the folder of the library; nothing outside it is sent, not by a link either.
        name: the path within it, as the request has it.
    """
    try:
        if not _within(folder, name):
            return Response(status=404)
        answer = send_from_directory(folder, name, mimetype=TYPES[Path(name).suffix])
    except HTTPException as refused:
        return Response(status=refused.code, headers=_kept(refused))
    answer.headers.update(headers(name))
    return answer


def _within(folder: Path, name: str) -> bool:
    """Say whether this is a plain file of the library, all links followed."""
    try:
        path = Path(os.path.realpath(folder / name, strict=True))
    except (OSError, ValueError):
        return False
    return path.is_relative_to(folder.resolve()) and path.is_file() and is_public(path)


def _kept(refused: HTTPException) -> dict[str, str]:
    """Return what a client needs to know of a refusal: how long the file is."""
    length = dict(refused.get_headers()).get("Content-Range")
    return {"Content-Range": length} if length else {}
