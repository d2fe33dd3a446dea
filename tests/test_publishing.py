"""Publishing: copies of the library, each with its headers."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from recordings import SOUND, record

from skill.content import Content
from skill.errors import SettingsError
from skill.publishing import HEADERS, publish


def test_a_folder_gets_files_and_headers(tmp_path: Path, english: Content) -> None:
    """What belongs to the library is copied, and nothing else; headers are beside it."""
    folder = record(tmp_path, english, "dreams-01")
    (folder / "en-US" / "notes.txt").write_text("no")
    target = tmp_path / "cdn"

    count = publish(folder, str(target))

    assert (target / "en-US" / "breath-5.mp3").read_bytes() == SOUND
    headers = json.loads((target / HEADERS).read_text())
    assert len(headers) == count == sum(1 for p in target.rglob("*") if p.is_file()) - 1
    assert headers["en-US/starters/dreams-01.mp3"] == {
        "Content-Type": "audio/mpeg",
        "Cache-Control": "public, max-age=31536000, immutable",
    }


@pytest.mark.parametrize(("target", "prefix"), [("s3://box", ""), ("s3://box/a/b/", "a/b/")])
def test_a_bucket_gets_types_and_caching(
    tmp_path: Path,
    english: Content,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    prefix: str,
) -> None:
    """Each file is uploaded under the prefix with its headers."""
    uploaded: dict[str, dict[str, str]] = {}

    def upload_file(path: str, bucket: str, key: str, *, ExtraArgs: dict[str, str]) -> None:  # noqa: N803 - boto3's name
        assert Path(path).is_file()
        assert bucket == "box"
        uploaded[key] = ExtraArgs

    client = SimpleNamespace(upload_file=upload_file)
    boto3 = SimpleNamespace(client=lambda _service: client)
    monkeypatch.setitem(sys.modules, "boto3", boto3)

    count = publish(record(tmp_path, english), target)

    assert len(uploaded) == count
    assert uploaded[f"{prefix}en-US/breath-5.mp3"]["ContentType"] == "audio/mpeg"
    assert uploaded[f"{prefix}en-US/manifest.json"]["CacheControl"] == "public, max-age=300"


def test_what_is_missing_is_said(
    tmp_path: Path, english: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No library, or no boto3, is one line that says what to do."""
    with pytest.raises(SettingsError, match="romance audio build"):
        publish(tmp_path, str(tmp_path / "cdn"))

    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(SettingsError, match="pip install boto3"):
        publish(record(tmp_path, english), "s3://box")
