"""Stories chosen in an order, in a form of the desk: found by words of a headline or by an address, moved, taken out.

All of it works without a script: each story has its place as a number and a box that takes it out, and what is typed to
find another one is looked up when the form is sent.
"""

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from js_asset import Script

from articles.desk.find import is_row_number
from articles.desk.stories import about
from articles.desk.stories import found as found_stories
from articles.models import Article

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 600  # characters of what is typed to find a story
MOST_READ = 500  # numbers taken from a form
NOTHING_FOUND = "No story has these words in its headline. Try fewer words, or paste the story’s address."
SEVERAL_FOUND = "Several stories have these words. Choose one below, or type more of the headline."
ITSELF = "This is the story itself. Choose another one."

Rows = list[dict[str, Any]]  # [{"article": 12, "headline": "…"}]


class Typed(NamedTuple):
    """What a form sent: the stories in their order, without those taken out; those it began with; and what was typed to
    find one more, with the one picked of several."""

    articles: list[int]
    were: list[int]
    find: str
    pick: str

    @classmethod
    def of(cls, data: Mapping[str, Any], name: str) -> "Typed":
        out = {*_all(data, f"{name}-out")}
        kept = [pk for pk in _all(data, name) if is_row_number(pk) and pk not in out][:MOST_READ]
        kept.sort(key=lambda pk: _place(str(data.get(f"{name}-place-{pk}", ""))))
        were = [int(pk) for pk in str(data.get(f"{name}-was", "")).split(",")[:MOST_READ] if is_row_number(pk)]
        find = str(data.get(f"{name}-find", "")).replace("\0", "").strip()[:LONGEST]
        numbers = list(dict.fromkeys(int(pk) for pk in kept))
        return cls(numbers, were, find, str(data.get(f"{name}-pick", "")))

    @property
    def changes(self) -> bool:
        """Whether anything else was sent than what the form began with."""
        return self.articles != self.were or bool(self.find or self.pick)


def _all(data: Any, name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(value) for value in (found if isinstance(found, list | tuple) else [found])]


def _place(typed: str) -> float:
    """By number; what has none stands last, as it came."""
    return int(typed) if is_row_number(typed) else inf


class Row(NamedTuple):
    """A chosen story as the field shows it. `about`: its section, and what readers have of it."""

    pk: int
    headline: str
    about: str
    url: str


def rows_of(chosen: Rows) -> list[Row]:
    """One query. A story that was deleted keeps the headline it was chosen by."""
    wanted = [row["article"] for row in chosen]
    stories = Article.objects.with_state().select_related("section").defer("body").in_bulk(wanted) if wanted else {}
    return [_row(row, stories.get(row["article"])) for row in chosen]


def _row(chosen: dict[str, Any], story: Article | None) -> Row:
    if story is None:
        return Row(chosen["article"], chosen["headline"] or "(no headline)", "deleted", "")
    return Row(story.pk, str(story), about(story), reverse("admin:articles_article_change", args=[story.pk]))


class StoriesInput(forms.Widget):
    template_name = "admin/articles/series/_stories.html"
    use_fieldset = True
    user: "User"
    adds = "Add a story"

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["desk/ways.css"]}, js=[Script("desk/ways.js", type="module")])

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-find"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-there" not in data

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        return None if self.value_omitted_from_data(data, files, name) else Typed.of(data, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the desk's own templates, which Django's renderer of forms does not know."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """`value` is what the form begins with, or what was typed."""
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else None
        chosen = [{"article": pk, "headline": ""} for pk in typed.articles] if typed else value or []
        were = typed.were if typed else [row["article"] for row in chosen]
        context["widget"] |= {
            "rows": rows_of(chosen),
            "was": ",".join(map(str, were)),
            "find": typed.find if typed else "",
            "options": self._options(typed),
            "finds": reverse("admin:articles_article_stories"),
            "adds": self.adds,
        }
        return context

    def _options(self, typed: Typed | None) -> list[dict[str, Any]]:
        """The stories among which one has to choose, where several were meant."""
        found = found_stories(typed.find, self.user) if typed and typed.find and not typed.pick else []
        return found if len(found) > 1 else []


class BoundStories(BoundField):
    @cached_property
    def count(self) -> int:
        value = self.value()
        return len(value.articles if isinstance(value, Typed) else value or [])


class StoriesField(forms.Field):
    """Gives [{"article": 12, "headline": "…"}]. `user` and `but` (a story that is no choice) are set by its form."""

    widget: Any = StoriesInput
    but: int | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundStories:
        return BoundStories(form, self, field_name)

    def ready_for(self, user: "User", *, but: int | None = None) -> None:
        self.widget.user, self.but = user, but

    def clean(self, value: Typed | None) -> Rows:
        if value is None:
            return []
        more = self._found(value)
        numbers = [*value.articles, *([more] if more and more not in value.articles else [])]
        headlines = {story.pk: str(story) for story in Article.objects.filter(pk__in=numbers).only("headline")}
        rows = [{"article": pk, "headline": headlines[pk]} for pk in numbers if pk in headlines]
        self.run_validators(rows)
        return rows

    def _found(self, typed: Typed) -> int | None:
        """The one story that is meant by what was typed. Raises ValidationError."""
        if typed.pick and is_row_number(typed.pick):
            return self._but(int(typed.pick))
        if not typed.find:
            return None
        found = found_stories(typed.find, self.widget.user)
        if len(found) != 1:
            raise ValidationError(SEVERAL_FOUND if found else NOTHING_FOUND)
        return self._but(found[0]["id"])

    def _but(self, number: int) -> int:
        if number == self.but:
            raise ValidationError(ITSELF)
        return number

    def has_changed(self, initial: Any, data: Typed | None) -> bool:
        if data is None:
            return False
        return data.articles != [row["article"] for row in initial or []] or bool(data.find or data.pick)
