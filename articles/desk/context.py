"""What the story's page on the desk shows beside the form itself."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from articles.desk import state
from articles.desk.checks import findings, situation_of
from articles.desk.forms import ArticleForm
from articles.desk.panel import since_approved
from articles.desk.pictures import Album, missed
from articles.desk.record import moves
from articles.models import Article
from articles.models.snapshot import words_of
from paper.prose import sanitize

if TYPE_CHECKING:
    from accounts.models import User


class Button(NamedTuple):
    """`do` is what it asks for; the filled one is the likely next move."""

    do: str
    word: str
    filled: bool = False
    asks: bool = False  # opens the panel first


def writing_context(story: Article | None, form: ArticleForm, user: "User") -> dict[str, Any]:
    scheduled = list(story.editions.scheduled().order_by("live_from").defer("body")) if story else []
    may_publish = user.has_perm("articles.publish_article")
    fill_in_hints(form)
    words = words_of(story) if story else None
    return {
        "story": story,
        "may_write": True,
        "problems": form.problems if form.recovered is None else [],
        "zone": state.zone_in_words(),
        "chips": state.chips(story) if story else [state.DRAFT],
        "sentence": state.sentence(story, scheduled),
        "buttons": buttons(story, user),
        "may_publish": may_publish,
        "may_add_authors": user.has_perm("authors.add_author"),
        "scheduled": scheduled,
        "had_edition": bool(story) and (story.was_seen or bool(scheduled)),
        "moves": moves(story),
        "byline_summary": byline_summary(form),
        "topic_summary": ", ".join(topic_names(form)),
        "behind": behind(story, form),
        "missed": missed(story, timezone.now()),
        "found": findings(situation_of(story, words)) if story else None,
        "may_fix": bool(story) and state.is_live(story) and user.has_perm("articles.fix_article"),
        "may_approve": bool(story) and user.has_perm("articles.approve_article"),
        "approved": since_approved(story, words) if story else "",
    }


def fixing_context(story: Article, form: ArticleForm, user: "User") -> dict[str, Any]:
    """The writing form over what readers have."""
    fill_in_hints(form)
    return {
        "story": story,
        "fixing": True,
        "may_write": True,
        "zone": state.zone_in_words(),
        "chips": state.chips(story),
        "scheduled": list(story.editions.scheduled().order_by("live_from").defer("body")),
        "may_add_authors": user.has_perm("authors.add_author"),
        "byline_summary": byline_summary(form),
        "topic_summary": ", ".join(topic_names(form)),
        "found": None,
        "missed": missed(story, timezone.now()),
    }


def fill_in_hints(form: ArticleForm) -> None:
    """In the empty fields for the lead picture's words stand those of the library, which readers get then."""
    chosen = form["lead_picture"].chosen
    if chosen:
        form.fields["lead_caption"].widget.attrs["placeholder"] = chosen.caption_hint
        form.fields["lead_alt"].widget.attrs["placeholder"] = chosen.alt_hint


def reading_context(story: Article, form: Any, user: "User") -> dict[str, Any]:
    """For somebody who may not change the story: its text, and who may."""
    text = sanitize(story.body)
    album = Album.of([(story.lead_picture_id, text)], timezone.now())
    return {
        "story": story,
        "chips": state.chips(story),
        "sentence": state.sentence(story, story.editions.scheduled().order_by("live_from").defer("body")),
        "credits": list(story.bylines.select_related("author")),
        "lead": album.lead(story.lead_picture_id, story.lead_caption, story.lead_alt),
        "body": album.body(text, story.language),
        "moves": moves(story),
    }


def buttons(story: Article | None, user: "User") -> list[Button]:
    """Save, and the next move by role and state; one of them filled."""
    if not user.has_perm("articles.publish_article"):
        in_review = story and story.state == Article.State.IN_REVIEW
        return (
            [Button("save", "Save", True)]
            if in_review
            else [Button("save", "Save"), Button("submit", "Submit for review", True)]
        )
    if story and state.is_live(story):
        ahead = state.is_changed(story)
        return [Button("save", "Save", not ahead), Button("publish", "Publish changes", ahead, True)]
    if story and story.next_from:
        return [Button("publish", "Publish now", False, True), Button("save", "Save", True)]
    return [Button("save", "Save"), Button("publish", "Publish", True, True)]


def byline_summary(form: ArticleForm) -> str:
    names = [row["name"].value() for row in form.bylines.forms if row["name"].value()]
    return "nobody yet" if not names else names[0] if len(names) == 1 else f"{len(names)} names"


def topic_names(form: ArticleForm) -> list[str]:
    chosen = {str(pk) for pk in form["topics"].value() or []}
    return [label for value, label in form.fields["topics"].choices if str(value) in chosen]


def behind(story: Article | None, form: ArticleForm) -> Article | None:
    """The story as saved meanwhile by somebody else, when the typed text was made from an older version."""
    return story if story and form.is_bound and form.data.get("version") != str(story.version) else None
