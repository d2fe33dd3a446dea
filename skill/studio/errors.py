"""Every error the studio raises on purpose.

::

    RomanceError
    └── StudioError
        ├── ToolError               the extra [studio], ffmpeg, or a player is not there
        ├── TimingError             a script cannot be made as long as it says
        ├── SoundError              sound cannot be read, written, or made as loud as it must be
        ├── LibraryError            the manifest cannot be read, or names no such file
        └── VoiceError              a voice did not say the line
            ├── VoiceUnreachableError  no connection, or one that was cut
            ├── VoiceThrottledError    too many requests: wait
            ├── VoiceRefusedError      the service does not want this request
            ├── VoiceDownError         the service itself fails
            └── VoiceGarbledError      an answer that holds no sound

What gTTS, Piper, pydub and urllib3 raise is mapped onto these where it enters.
"""

from skill.errors import RomanceError


class StudioError(RomanceError):
    """Something the studio could not do; the message says what would help."""


class ToolError(StudioError):
    """A package or program that the studio works with is not there."""


class TimingError(StudioError):
    """A script cannot be made as long as it says; the message names script and length."""


class SoundError(StudioError):
    """Sound cannot be read, written, or made as loud as it must be."""


class LibraryError(StudioError):
    """The manifest of the library cannot be read, or names no such file."""


class VoiceError(StudioError):
    """A voice did not say a line; the message gives the probable cause."""


class VoiceUnreachableError(VoiceError):
    """The service could not be reached, or the connection was cut."""


class VoiceThrottledError(VoiceError):
    """The service has had too many requests from here."""


class VoiceRefusedError(VoiceError):
    """The service does not want this request, and would not want it again."""


class VoiceDownError(VoiceError):
    """The service itself fails."""


class VoiceGarbledError(VoiceError):
    """The service answered with something that holds no sound."""
