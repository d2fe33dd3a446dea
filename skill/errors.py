"""Every error the skill raises on purpose, in one tree.

::

    RomanceError
    ├── SettingsError            a setting is missing or makes no sense
    ├── ContentError             a content or phrase file breaks its schema
    ├── ModelError               an interaction model breaks one of Alexa's rules
    ├── RequestRefusedError      not Alexa, not this skill, not now: HTTP 400
    │   └── BodyTooLargeError    the same, for size: HTTP 413
    ├── ResponseLimitError       a response would break a limit of the platform
    ├── MemoryFaultError         the memory could not do what was asked
    │   ├── MemoryUnavailableError  the database is down or slow
    │   ├── ConflictError        somebody else changed the household first
    │   └── KeyLostError         stored state cannot be decrypted with our keys
    └── DialogueError            a dialogue file is malformed or did not play as written

What other libraries raise is mapped onto this tree where it enters the house, so
that a caller never has to know which library did the work.
"""


class RomanceError(Exception):
    """The root of all errors that the skill raises on purpose."""


class SettingsError(RomanceError):
    """A setting is missing or makes no sense; the message says what to do."""


class ContentError(RomanceError):
    """A content or phrase file breaks its schema; the message names file and place."""


class ModelError(RomanceError):
    """An interaction model breaks one of Alexa's rules."""


class RequestRefusedError(RomanceError):
    """The request is not from Alexa, not for this skill, or not for now.

    Attributes:
        reason: a short stable word for logs and counters, such as ``"signature"``.
            It never holds anything the request said.
    """

    status = 400

    def __init__(self, reason: str) -> None:
        """Remember the reason."""
        super().__init__(reason)
        self.reason = reason


class BodyTooLargeError(RequestRefusedError):
    """The body is larger than any request Alexa sends."""

    status = 413


class ResponseLimitError(RomanceError):
    """A response would break a limit of the platform, so it must not leave."""


class MemoryFaultError(RomanceError):
    """The memory could not do what was asked."""


class MemoryUnavailableError(MemoryFaultError):
    """The database is down, or slower than a turn can wait."""


class ConflictError(MemoryFaultError):
    """The household changed between load and save; load again and retry."""


class KeyLostError(MemoryFaultError):
    """Stored state cannot be decrypted with the keys at hand."""


class DialogueError(RomanceError):
    """A dialogue file is malformed, or the skill did not answer as it says."""
