"""Building a library: what is made, what is kept, and what a cut-off build leaves."""

import msgspec
import pytest
from studio.desk import Desk
from studio.tones import Humming

from skill.content.scripts import Script, Step
from skill.studio import building, manifest as manifests
from skill.studio.codec import decode
from skill.studio.errors import LibraryError, TimingError, VoiceUnreachableError
from skill.studio.items import Clip, Item, Track
from skill.studio.manifest import digest
from skill.studio.sound import seconds


def _with(script: Script, number: int, step: Step) -> Track:
    """Return the track of a script with one step changed."""
    steps = (*script.steps[:number], step, *script.steps[number + 1 :])
    return Track("hum", msgspec.structs.replace(script, steps=steps), 1)


def test_a_build_makes_everything_and_enters_it(desk: Desk) -> None:
    """Each file is there, as long and as big as the manifest says."""
    built = desk.build()
    manifest = manifests.load(desk.library)

    assert (built.lines, built.files, built.kept) == (4, 3, 0)
    assert manifest.files.keys() == {"hum-1.mp3", "starters/hums-01.mp3", "sounds/right.mp3"}
    for path, entry in manifest.files.items():
        data = (desk.library / path).read_bytes()
        assert len(data) == entry.bytes
        assert 1000 * seconds(decode(data)) == pytest.approx(entry.duration, abs=1)


def test_the_manifest_knows_every_phrase(built: Desk) -> None:
    """Where it begins, how long it takes, and by a hash what is said."""
    entry = manifests.load(built.library).files["hum-1.mp3"]
    said = [phrase.text for phrase in entry.phrases]
    ends = [phrase.start + phrase.length for phrase in entry.phrases]

    assert said == [digest(line) for line in built.items[0].lines]
    assert all(end < after.start for end, after in zip(ends, entry.phrases[1:], strict=False))
    assert len(entry.bells) == 2
    assert entry.duration == pytest.approx(60_000, abs=100)


def test_a_second_build_changes_nothing(built: Desk) -> None:
    """Not a line, not a file, not the manifest."""
    before = (built.library / manifests.FILE_NAME).stat().st_mtime_ns
    again = built.build()

    assert (again.lines, again.files, again.kept, again.removed) == (0, 0, 3, 0)
    assert (built.library / manifests.FILE_NAME).stat().st_mtime_ns == before


def test_a_changed_line_costs_one_line_and_its_files(built: Desk, script: Script) -> None:
    """Everything else stays."""
    built.items[0] = _with(script, 2, Step(say="And be quiet.", pause=3, stretch=2))

    again = built.build()

    assert (again.lines, again.files, again.kept) == (1, 1, 2)


def test_a_changed_pause_costs_no_line(built: Desk, script: Script) -> None:
    """The words are in the cache; only the mix is new."""
    built.items[0] = _with(script, 2, Step(say="And rest.", pause=5, stretch=2))

    again = built.build()

    assert (again.lines, again.files) == (0, 1)


def test_another_voice_makes_all_that_is_spoken_anew(built: Desk) -> None:
    """Bells and sounds of games have no voice and stay."""
    again = built.build(Humming(name="hum:other", settings="2"))

    assert (again.lines, again.files, again.kept) == (4, 2, 1)
    assert manifests.load(built.library).voice == "hum:other"


@pytest.mark.parametrize("broken", ["gone", "cut"])
def test_a_file_that_is_gone_or_cut_is_made_again(built: Desk, broken: str) -> None:
    """From the lines in the cache."""
    path = built.library / "starters/hums-01.mp3"
    data = path.read_bytes()
    path.unlink() if broken == "gone" else path.write_bytes(data[:-144])

    again = built.build()

    assert (again.lines, again.files) == (0, 1)
    assert path.read_bytes() == data


def test_a_build_that_was_cut_off_goes_on_where_it_stopped(desk: Desk) -> None:
    """Lines that were spoken before the voice failed are not spoken again."""
    with pytest.raises(VoiceUnreachableError):
        desk.build(Humming(dumb="again"))
    kept = len(list(desk.cache.iterdir()))

    built = desk.build()

    assert kept == 2
    assert built.lines == 4 - kept


def test_a_broken_line_in_the_cache_is_spoken_again(desk: Desk) -> None:
    """As after a power cut, or on a disk that was full."""
    desk.build()
    line = next(desk.cache.iterdir())
    line.write_bytes(b"")
    (desk.library / manifests.FILE_NAME).unlink()

    assert desk.build().lines == 1


def test_a_disk_that_does_not_take_it_is_an_error_of_ours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that the build goes on later."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_wav", full)

    with pytest.raises(LibraryError, match=r"No space left.*where it stopped"):
        desk.build()


def test_files_that_were_finished_before_a_stop_stay_finished(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle leaves whole files, all of them in the manifest."""
    finish = building._finish
    monkeypatch.setattr(building, "_finish", _stopping(finish, after=1))

    with pytest.raises(KeyboardInterrupt):
        desk.build()
    entered = set(manifests.load(desk.library).files)
    there = {path.name for path in desk.library.rglob("*") if path.is_file()}
    monkeypatch.setattr(building, "_finish", finish)
    built = desk.build()

    assert entered == {"hum-1.mp3"}
    assert there == {"hum-1.mp3", manifests.FILE_NAME}
    assert (built.lines, built.files, built.kept) == (0, 2, 1)


def _stopping(finish: object, after: int) -> object:
    """Return a job that is interrupted after so many files."""
    done: list[object] = []

    def job(file: object) -> object:
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(file)
        return finish(file)  # type: ignore[operator]  # the job under test

    return job


def test_what_a_killed_build_left_half_written_is_swept_away(built: Desk) -> None:
    """Files that were being written have a name of their own until they are whole."""
    left = built.library / "starters" / f".hums-01.mp3{building.PART}"
    left.write_bytes(b"half")

    built.build()

    assert not left.exists()


def test_what_nobody_needs_any_more_is_removed(built: Desk) -> None:
    """Files of ours go with their scripts; files of others stay, for check to name."""
    (built.library / "letter.txt").write_text("mine")
    del built.items[1]

    again = built.build()

    assert again.removed == 1
    assert not (built.library / "starters/hums-01.mp3").exists()
    assert "starters/hums-01.mp3" not in manifests.load(built.library).files
    assert (built.library / "letter.txt").exists()


def test_scripts_that_cannot_be_as_long_as_they_say_are_all_named(
    desk: Desk, script: Script
) -> None:
    """Before a single file is mixed."""
    endless = Step(say="And rest.", pause=30)
    long = msgspec.structs.replace(script, name="Too Long", steps=(*[endless] * 3,))
    short = msgspec.structs.replace(script, name="Too Short", steps=(endless,))
    tracks: list[Item] = [Track("long", long, 1), Track("short", short, 1)]
    desk.items += tracks

    with pytest.raises(TimingError, match=r"(?s)Too Long.*Too Short"):
        desk.build()
    assert not list(desk.library.glob("*.mp3"))


def test_progress_is_told_line_by_line_and_file_by_file(desk: Desk) -> None:
    """With how much there is in all."""
    told: list[tuple[str, int, int]] = []
    building.build(
        desk.library,
        desk.cache,
        Humming(),
        desk.items,
        workers=1,
        watch=lambda *news: told.append(news),
    )

    assert told == [
        *[("lines", n, 4) for n in (1, 2, 3, 4)],
        *[("files", n, 3) for n in (1, 2, 3)],
    ]


@pytest.mark.slow
def test_processes_share_the_work(desk: Desk) -> None:
    """Two make the same library as one, and what fails in one of them is raised here."""
    desk.items += [Clip(f"hums-{n:02d}", f"Hum number {n}?", "Hum") for n in range(2, 6)]

    with pytest.raises(VoiceUnreachableError):
        desk.build(Humming(dumb="number"), workers=2)
    built = desk.build(workers=2)

    assert built.files == 7
    assert desk.check() == []
