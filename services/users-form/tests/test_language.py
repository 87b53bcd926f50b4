import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

import users_form
from users_form.language import LANGUAGES, negotiate, texts_in


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "pt"),
        ("", "pt"),
        ("*", "pt"),
        ("de", "pt"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", "pt"),
        ("en-US,en;q=0.9,pt-BR;q=0.8", "en"),
        ("pt;q=0.3, en;q=0.7", "en"),
        ("en;q=0.3, pt;q=0.7", "pt"),
        ("pt-BR, en;q=0.5", "pt"),
        ("de, en;q=0.5", "en"),
        ("en;q=0", "pt"),
        ("pt;q=0, *;q=0.1", "en"),
        ("en;q=0.5, *;q=0.8", "pt"),
        ("en, pt", "pt"),
        ("english", "pt"),
        (";;q=,\x00", "pt"),
        ("en;q=nonsense, pt;q=0.1", "pt"),
    ],
)
def test_the_language_with_the_highest_quality_wins(header: str | None, language: str) -> None:
    accepted = parse_accept_header(header, LanguageAccept)

    assert negotiate(accepted) == language


def keys_of(texts: Any, prefix: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {prefix}
    return {key for name in texts for key in keys_of(texts[name], f"{prefix}.{name}")}


def test_every_language_has_every_text() -> None:
    assert keys_of(texts_in("pt")) == keys_of(texts_in("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_is_given_has_a_sentence(language: str) -> None:
    sources = "".join(path.read_text() for path in Path(users_form.__path__[0]).glob("*.py"))
    reasons = set(re.findall(r'"((?:id|name|backend)_[a-z_]+)"', sources))

    assert len(reasons) >= 11
    assert reasons == set(texts_in(language)["reasons"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_which_language_it_is(language: str) -> None:
    assert texts_in(language)["lang"] == language
