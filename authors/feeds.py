"""The newest stories of an author, as an Atom feed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import linebreaks

import paper
from authors.models import Author
from authors.profile import description_of
from authors.work import editions
from paper.feeds import Atom, Person, in_xml

IN_THE_FEED = 20


class AuthorFeed(Feed):
    """What is listed of `author` at the moment `at`. An entry keeps its id when the story's address changes.

    Three queries with the author's own: the stories, and who is credited on them today."""

    feed_type = Atom

    def __init__(self, author: Author, request: HttpRequest, at: datetime) -> None:
        ours = paper.current()
        self.author, self.request, self.at = author, request, at
        self.host = request.get_host().partition(":")[0]
        self.link, self.feed_url = author.url, reverse("authors:feed", args=[author.slug])
        self.language, self.author_name = ours.language, in_xml(author.name)
        self.title = in_xml(f"{author.name} – {ours.name}")
        self.subtitle = in_xml(description_of(author))
        self.stories = self._stories()
        self.people = Author.everyone.only("slug", "merged_into__slug").today(self._credited())

    def _stories(self) -> list:
        newest = self.author.edition_credits.listed(self.at).newest(self.at)[:IN_THE_FEED]  # type: ignore[attr-defined]
        found = editions().filter(pk__in=newest.values("edition")).with_updated().defer("body")
        return sorted(found, key=lambda story: (story.first_published_at, story.article_id), reverse=True)

    def _credited(self) -> set[int]:
        return {credit["author"] for story in self.stories for credit in story.credits}

    def items(self) -> list:
        return self.stories

    def item_title(self, story: Any) -> str:
        return in_xml(story.headline)

    def item_description(self, story: Any) -> str | None:  # type: ignore[override]
        """None where there is no deck: an entry needs no summary."""
        return linebreaks(in_xml(story.deck), autoescape=True) if story.deck else None

    def item_link(self, story: Any) -> str:
        return story.url

    def item_guid(self, story: Any) -> str:
        return f"tag:{self.host},{story.date:%Y-%m-%d}:/articles/{story.article_id}"

    def item_pubdate(self, story: Any) -> datetime:
        return story.first_published_at

    def item_updateddate(self, story: Any) -> datetime:
        """Only what is material moves it."""
        return story.updated_at or story.first_published_at

    def item_categories(self, story: Any) -> list[str]:
        return [in_xml(topic["name"]) for topic in story.topics]

    def item_extra_kwargs(self, story: Any) -> dict[str, Any]:
        """Those who wrote it are its authors, the paper where nobody did; who did anything else contributed."""
        people = {
            wrote: [self._person(c) for c in story.credits if (c["role"] == "author") is wrote]
            for wrote in (True, False)
        }
        authors = people[True] or [{"name": in_xml(paper.current().name), "uri": self.request.build_absolute_uri("/")}]
        return {"language": story.language, "authors": authors, "contributors": people[False]}

    def _person(self, credit: dict[str, Any]) -> Person:
        """By the name as printed, at the address of today."""
        today = self.people.get(credit["author"])
        return {"name": in_xml(credit["name"]), "uri": self.request.build_absolute_uri(today.url) if today else ""}
