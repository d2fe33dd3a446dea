"""What Amazon's built-in slot types make of spoken numbers and spans of time.

The forms are those of Amazon's slot type reference: digits for AMAZON.NUMBER and
AMAZON.Ordinal, four digits for AMAZON.FOUR_DIGIT_NUMBER, ISO 8601 for AMAZON.DURATION.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from skill.speaker.words import Units

Reader = Callable[[Sequence[str]], str | None]

_DESIGNATORS = ("Y", "M", "W", "D", "TH", "TM", "TS")
_HALVES = {"Y": (6, "M"), "D": (12, "TH"), "TH": (30, "TM"), "TM": (30, "TS")}
_TEN, _TWENTY, _HUNDRED = 10, 20, 100


def readers(units: Units) -> Mapping[str, Reader]:
    """Return, by slot type, what turns words in normal form into the value of a slot.

    Each returns None for words that are no such value.
    """
    return {
        "AMAZON.NUMBER": partial(_number, units=units),
        "AMAZON.Ordinal": partial(_ordinal, units=units),
        "AMAZON.FOUR_DIGIT_NUMBER": partial(_four_digits, units=units),
        "AMAZON.DURATION": partial(_duration, units=units),
    }


def _number(words: Sequence[str], units: Units) -> str | None:
    numbers = _numbers(words, units)
    return str(numbers[0]) if len(numbers) == 1 else None


def _ordinal(words: Sequence[str], units: Units) -> str | None:
    *tens, last = [word for word in words if word not in units.glue] or [""]
    digits = last[:-2]
    unit = int(digits) if _is_digits(digits) else units.ordinals.get(last)
    before = _numbers(tens, units) if tens else [0]
    return str(before[0] + unit) if unit and len(before) == 1 else None


def _four_digits(words: Sequence[str], units: Units) -> str | None:
    spoken = "".join(map(str, _numbers(words, units)))
    return spoken if len(spoken) == len("1984") else None


def _numbers(words: Iterable[str], units: Units) -> list[int]:
    """Read words as numbers, each as long as can be: "nineteen eighty four" is 19 and 84.

    Words that are no number make the list empty.
    """
    numbers: list[int] = []
    room = 0  # a further number below this belongs to the last one
    for word in words:
        if word in units.glue:
            continue
        number = int(word) if _is_digits(word) else units.numbers.get(word)
        scale = units.scales.get(word)
        if number is not None and 0 < number < room:
            numbers[-1] += number
        elif number is not None:
            numbers.append(number)
        elif scale and numbers:
            numbers[-1] = _scaled(numbers[-1], scale)
        elif scale:
            numbers.append(scale)
        else:
            return []
        room = _room(numbers[-1])
    return numbers


def _scaled(number: int, scale: int) -> int:
    """Multiply what the scale belongs to: all of "two", but only the two of "1002"."""
    whole, part = divmod(number, scale * _TEN) if scale == _HUNDRED else (0, number)
    return whole * scale * _TEN + part * scale


def _room(number: int) -> int:
    if number and number % _HUNDRED == 0:
        return _HUNDRED if number % (_HUNDRED * _TEN) else _HUNDRED * _TEN
    return _TEN if number % _TEN == 0 and number % _HUNDRED >= _TWENTY else 0


def _is_digits(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _duration(words: Sequence[str], units: Units) -> str | None:
    """Read "two hours and five minutes", "half an hour", "an hour and a half"."""
    spans: Counter[str] = Counter()
    amount: list[str] = []
    last = ""
    for word in words:
        if word not in units.units:
            amount.append(word)
        elif not _add(spans, amount, last := units.units[word], units):
            return None
        else:
            amount = []
    if amount and not (last and units.half & set(amount) and _add(spans, amount, last, units)):
        return None
    return _iso(spans) if spans else None


def _add(spans: Counter[str], amount: Sequence[str], unit: str, units: Units) -> bool:
    """Add an amount of a unit, such as "two and a half"; False where it is no amount."""
    halved = bool(units.half & set(amount))
    whole = [word for word in amount if word not in units.half | units.glue]
    if halved:
        whole = [word for word in whole if units.numbers.get(word) != 1 or word == "one"]
    numbers = _numbers(whole, units) if whole else [0] * halved
    if len(numbers) != 1 or (halved and unit not in _HALVES):
        return False
    spans[unit] += numbers[0]
    if halved:
        part, below = _HALVES[unit]
        spans[below] += part
    return True


def _iso(spans: Mapping[str, int]) -> str:
    parts = [(name, spans[name]) for name in _DESIGNATORS if spans.get(name)]
    days = "".join(f"{count}{name}" for name, count in parts if name[0] != "T")
    hours = "".join(f"{count}{name[1]}" for name, count in parts if name[0] == "T")
    return f"P{days}" + (f"T{hours}" if hours else "") if parts else "PT0S"
