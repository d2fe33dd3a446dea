"""Sound that survives MP3: what comes out of the encoder too high is turned down before."""

import numpy as np

from skill.studio.codec import decode, encode
from skill.studio.loudness import PEAK, relief
from skill.studio.sound import Samples, count, silence

DELAY = 0.046
"""Seconds by which MP3 comes late: LAME's and the decoder's 1,105 samples."""

SPARE = 1.0
"""Decibels below the highest peak that are kept for what another encoding adds."""

_TIMES = 3


def proofed(line: Samples) -> Samples:
    """Return a line whose peaks hold when it is encoded by itself, as the most of it is."""
    made = line
    for _ in range(_TIMES):
        heard = decode(encode(np.concatenate([made, silence(DELAY)]), ""))
        gain = soothing(heard, 0, made.size)
        if gain is None:
            break
        made = made * gain
    return made


def soothing(heard: Samples, start: int, end: int) -> Samples | None:
    """Return the gain that this stretch of samples needs for what is heard of it.

    Args:
        heard: the decoded file.
        start: the first sample of the stretch in what was encoded.
        end: the sample after its last.

    Returns:
        A gain for each sample; None if it needs none.
    """
    late = count(DELAY)
    stretch = heard[start + late : end + late]
    gain = relief(stretch, PEAK - SPARE)
    if gain is None:
        return None
    return np.pad(gain, (0, end - start - gain.size), constant_values=1)
