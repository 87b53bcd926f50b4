"""Which language a visitor reads, and its texts."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.datastructures import LanguageAccept

# the first one is for whoever states no preference, and wins a tie
LANGUAGES = ("pt", "en")

Texts = Mapping[str, Any]


def negotiate(accepted: LanguageAccept) -> str:
    """Choose the language with the highest quality; a region counts for its language.

    werkzeug's own best_match prefers an exact tag to a better liked one with a region: of "pt-BR, en;q=0.5" it takes
    English.
    """
    qualities: dict[str, float] = {}
    for tag, quality in accepted:
        language = tag.lower().split("-", 1)[0]
        qualities[language] = max(quality, qualities.get(language, 0))
    others = qualities.get("*", 0)
    return max(LANGUAGES, key=lambda language: qualities.get(language, others))


@cache
def texts_in(language: str) -> Texts:
    """Return the texts of one of the LANGUAGES."""
    file = Path(__file__).with_name("translations") / f"{language}.json"
    texts: Texts = json.loads(file.read_text(encoding="utf-8"))
    return texts
