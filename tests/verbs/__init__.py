"""What can be done to the paper of tests.whole_paper, by what it is about.

Each function of these modules is a verb, unless its name begins with `_`: it is called with the paper.
"""

from collections.abc import Callable
from inspect import isfunction
from types import ModuleType, SimpleNamespace

from tests.verbs import authors, fronts, paper, pictures, stories, subjects

Verb = Callable[[SimpleNamespace], None]


def _in(module: ModuleType) -> dict[str, Verb]:
    own = {name: found for name, found in vars(module).items() if isfunction(found)}
    return {name: act for name, act in own.items() if act.__module__ == module.__name__ and not name.startswith("_")}


VERBS = {
    "stories": _in(stories),
    "authors": _in(authors),
    "subjects": _in(subjects),
    "fronts": _in(fronts),
    "paper": _in(paper) | paper.SETTINGS,
    "pictures": _in(pictures),
}
