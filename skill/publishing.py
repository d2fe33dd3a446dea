"""Publishing the library: copies of it for a CDN or a bucket, with the right headers."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from skill.errors import SettingsError
from skill.serving import headers, is_public

HEADERS = "headers.json"
"""Beside the copies: for each file, the headers it has to be served with."""


def publish(folder: Path, target: str) -> int:
    """Copy the library to where devices will fetch it.

    Args:
        folder: the folder that has a library for each locale.
        target: a folder, or a bucket as ``s3://name/prefix``.

    Returns:
        How many files were copied.

    Raises:
        SettingsError: there is nothing to publish, or no way to get there.
    """
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and is_public(path)
    }
    if not files:
        raise SettingsError(f"there is no library in {folder}; romance audio build makes one")
    if target.startswith("s3://"):
        _upload(files, target)
    else:
        _copy(files, Path(target))
    return len(files)


def _copy(files: dict[str, Path], target: Path) -> None:
    for name, path in files.items():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    text = json.dumps({name: headers(name) for name in files}, indent=2)
    (target / HEADERS).write_text(text + "\n", encoding="utf-8")


def _upload(files: dict[str, Path], target: str) -> None:
    url = urlsplit(target)
    bucket, prefix = url.netloc, url.path.strip("/")
    client = _s3()
    for name, path in files.items():
        wanted = headers(name)
        client.upload_file(
            str(path),
            bucket,
            f"{prefix}/{name}" if prefix else name,
            ExtraArgs={
                "ContentType": wanted["Content-Type"],
                "CacheControl": wanted["Cache-Control"],
            },
        )


def _s3() -> Any:
    try:
        import boto3  # noqa: PLC0415 - only who publishes to a bucket needs it
    except ImportError as error:
        raise SettingsError("to publish to a bucket: pip install boto3") from error
    return boto3.client("s3")
