"""The command line: everything an operator or a curious couple types."""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import click

from skill import __version__, server, settings as setup
from skill.content.library import Libraries, load as load_libraries
from skill.dispatch import Dispatcher
from skill.errors import MemoryUnavailableError, ModelError, RomanceError
from skill.interaction.build import check as check_models, write as write_models
from skill.memory import Memory
from skill.memory.keys import FILE_NAME, new_keys
from skill.memory.opening import open_memory
from skill.paths import audio as audio_folder, interaction_models
from skill.publishing import publish
from skill.speaker import terminal
from skill.speaker.clock import Clock
from skill.speaker.device import Device, Skill
from skill.speaker.dialogue import read as read_dialogue
from skill.speaker.playing import play
from skill.speaker.understanding import load as load_understanding
from skill.studio import commands as studio
from skill.studio.errors import StudioError
from skill.webhook import create_app

P = ParamSpec("P")


def _kindly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the errors we raise on purpose into one line and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except RomanceError as error:
            raise click.ClickException(str(error)) from error

    return run


_LOCALE = click.option(
    "--locale", default="en-US", show_default=True, help="The device's locale."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="romance")
def main() -> None:
    """A voice skill for two people who want to find each other again."""


@main.command()
@_kindly
def serve() -> None:
    """Make the database if there is none, and run the webhook."""
    settings = setup.load()
    try:
        open_memory(settings).close()
    except MemoryUnavailableError as error:
        click.echo(
            f"The database is out of reach ({error}); starters work without it.", err=True
        )
    # What is wrong with roots or content is said here, once, and not by worker after worker.
    create_app(settings)
    click.echo(_welcome(settings))
    server.serve(settings)


def _welcome(settings: setup.Settings) -> str:
    romance = Path(sys.argv[0])
    here = romance.relative_to(Path.cwd()) if romance.is_relative_to(Path.cwd()) else romance
    lines = [
        f"The webhook listens at http://{settings.host}:{settings.port}/alexa",
        "  Alexa needs https on port 443: README.md says how to reach a real Echo.",
    ]
    if not settings.skill_id:
        lines.append("  SKILL_ID is not set, so every request is refused until it is.")
    if settings.embedded:
        lines.append(
            f"Households are remembered in {settings.database.removeprefix('sqlite:///')}"
        )
    if not settings.memory_keys:
        lines.append(
            f"  encrypted with keys that only you can read: {settings.data_dir / FILE_NAME}"
        )
    return "\n".join([*lines, f"Talk to it in another shell: {here} talk", ""])


@main.command()
@_LOCALE
@click.option(
    "--household", default="home", show_default=True, help="Whose conversation it is."
)
@click.option(
    "--fresh", is_flag=True, help="Remember nothing, neither from before nor for later."
)
@click.option(
    "--script",
    "scripts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play a dialogue instead, and fail on a difference; may be given more than once.",
)
@_kindly
def talk(locale: str, household: str, fresh: bool, scripts: tuple[Path, ...]) -> None:
    """Talk to the skill on this machine, without an Echo."""
    if scripts:
        _play(scripts)
        return
    with _memory(fresh=fresh) as memory:
        dispatcher = Dispatcher(memory, libraries=_libraries())
        skill = _in_process(dispatcher)
        device = Device(skill, locale=locale, household=household)
        terminal.talk(device)


def _play(scripts: tuple[Path, ...]) -> None:
    """Play dialogues, each with a memory of its own; show what was said."""
    for script in scripts:
        with _memory(fresh=True) as memory:
            played = play(read_dialogue(script), partial(_skill, memory))
        for turn, heard in played.heard:
            click.echo(
                f"> {turn.said or turn.request['type']}\n  {heard.speech} [{heard.state}]"
            )
        click.echo(f"{script}: as written")


def _skill(memory: Memory, clock: Clock, dice: random.Random) -> Skill:
    return _in_process(Dispatcher(memory, clock=clock, dice=dice, libraries=_libraries()))


def _libraries() -> Libraries:
    """Return what the local speaker can play: the recordings of this checkout."""
    return load_libraries(audio_folder(), "https://localhost/audio", clips=False)


def _in_process(dispatcher: Dispatcher) -> Skill:
    """Return the skill as the local speaker calls it: no HTTP, nothing to bypass."""
    return lambda body: dispatcher.answer(body).body


@contextmanager
def _memory(*, fresh: bool) -> Iterator[Memory]:
    """Open the memory of the settings, or one that is gone afterwards."""
    if not fresh:
        with closing(open_memory(setup.load())) as memory:
            yield memory
        return
    with (
        TemporaryDirectory() as folder,
        closing(open_memory(setup.Settings(data_dir=Path(folder)))) as memory,
    ):
        yield memory


@main.command()
@click.argument("sentence", nargs=-1)
@_LOCALE
@_kindly
def understand(sentence: tuple[str, ...], locale: str) -> None:
    """Print the intent and slots of a SENTENCE, or of each line of standard input, as JSON."""
    understanding = load_understanding(locale)
    lines = [" ".join(sentence)] if sentence else (line.strip() for line in sys.stdin)
    for line in lines:
        if line:
            found = understanding.understand(line).as_json()
            click.echo(json.dumps(found, ensure_ascii=False))


@main.group()
def keys() -> None:
    """Keys of the memory."""


@keys.command()
@_kindly
def new() -> None:
    """Print new keys, as settings."""
    made = new_keys()
    click.echo(f"MEMORY_KEYS={','.join(made.keys)}\nMEMORY_SECRET={made.secret}")


@main.group()
def audio() -> None:
    """Recordings: meditations, sounds and clips of starters."""


@audio.command("build")
@_LOCALE
@click.option(
    "--voice", help="gtts, piper, or the path of a Piper voice; by default as before."
)
@_kindly
def build_audio(locale: str, voice: str | None) -> None:
    """Make what is missing or changed; what was cut off goes on where it stopped."""
    data = setup.load().data_dir
    built = studio.build(audio_folder() / locale, data, voice=voice)
    click.echo(
        f"{built.lines} lines spoken, {built.files} files mixed, {built.kept} kept, "
        f"{built.removed} removed: {built.minutes:.1f} minutes in {built.seconds:.1f} s"
    )


@audio.command("check")
@_LOCALE
@_kindly
def check_audio(locale: str) -> None:
    """Measure every file against its manifest and the platform's limits."""
    found = studio.check(audio_folder() / locale)
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise StudioError(f"{len(found)} problems in the recordings")
    click.echo("The recordings are as their manifest says, and within every limit.")


@audio.command("list")
@_LOCALE
@_kindly
def list_audio(locale: str) -> None:
    """Show what there is."""
    for line in studio.list_files(audio_folder() / locale):
        click.echo(line)


@audio.command("play")
@click.argument("name")
@_LOCALE
@_kindly
def play_audio(name: str, locale: str) -> None:
    """Play the recording NAME, such as breath-5."""
    click.echo(studio.play(audio_folder() / locale, name))


@audio.command("publish")
@click.argument("target")
@_kindly
def publish_audio(target: str) -> None:
    """Copy the recordings to TARGET, a folder or s3://bucket/prefix, with their headers."""
    click.echo(f"{publish(audio_folder(), target)} files published to {target}")


@main.group()
def models() -> None:
    """Interaction models: what Alexa must know to understand people."""


@models.command()
@_kindly
def build() -> None:
    """Write the model of every locale from its language's one source."""
    for path in write_models(interaction_models()):
        click.echo(path)


@models.command()
@_kindly
def check() -> None:
    """Check the models against Alexa's rules and against their source."""
    found = check_models(interaction_models())
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise ModelError(f"{len(found)} problems in the interaction models")
    click.echo("The interaction models keep every rule.")
