"""Whether two texts say the same in the same words, however a model wrote them down this time."""

from __future__ import annotations

import unicodedata

# At the edge of a word these say nothing; a sign or a comparison (-5, <10) does.
_EDGES = ".,;:!?…\"'`“”„‘’«»()[]{}*_"


def gist(text: str) -> str:
    """A text without case, spacing and the punctuation around its words, to compare by."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    stripped = (word.strip(_EDGES) for word in folded.split())
    return " ".join(word for word in stripped if word)
