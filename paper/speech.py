"""The language of the paper's own words: that of the paper where locale/ has a catalogue of them, else English.

Public pages, feeds and what is stored of them for readers are made inside `speaking()`; the desk speaks English.
"""

from django.utils import translation
from django.utils.translation import gettext, pgettext

import paper
from paper.bidi import isolated
from paper.models import Paper, direction_of

ENGLISH = "en"


def catalogue_of(language: str) -> str:
    """The language, as Django calls it, in which a paper in `language` speaks: "de" for de-AT, "en" for what nobody translated."""
    try:
        return translation.get_supported_language_variant(language.lower())
    except LookupError:
        return ENGLISH


def speaking() -> translation.override:
    """A `with` block in which the paper's own words, and its dates and numbers, are in the paper's language."""
    return translation.override(catalogue_of(paper.current().language))


def spoken_tag(ours: Paper | None = None) -> str:
    """What `lang` has to say of words that are translated here and now: the paper's language as its settings write it, or "en"."""
    active, language = translation.get_language() or ENGLISH, (ours or paper.current()).language
    return language if _first(active) == _first(language) else active


def apart(name: str) -> str:
    """A name to stand within words that are translated here and now: isolated where its letters run against them."""
    return isolated(str(name), direction_of(translation.get_language() or ENGLISH))


def titled(words: str) -> str:
    """The title of a page, with the paper's name: Corrections – The Quay."""
    return gettext("%(title)s – %(paper)s") % {"title": words, "paper": paper.current().name}


def listed(names: list[str]) -> str:
    """A, B and C, in the language that is spoken."""
    comma, last = pgettext("between items of a list", ", "), pgettext("before the last item of a list", " and ")
    return last.join(filter(None, [comma.join(names[:-1]), *names[-1:]]))


def _first(language: str) -> str:
    return language.partition("-")[0].lower()
