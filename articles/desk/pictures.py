"""Pictures on the desk's pages about stories: texts that are read whole, and what readers of a live story miss."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape, unescape

from django.template.loader import render_to_string

from articles.figures import IN_THE_TEXT, Figure
from articles.models import Article, EditionPicture
from articles.models.snapshot import Words
from authors.profile import web_address
from images.models import Picture
from images.shown import NEEDED, shown
from paper.embeds import with_embeds
from paper.prose import FIGURE, for_page, pictures_in
from paper.templatetags.paper import day, when

NAMED = (*NEEDED, "file_name", "withdrawn_because")  # columns


class Album:
    """The pictures of the texts on one page, as the library has them at `at`: those that readers may see no more are named,
    not shown. One query, and none for texts without pictures."""

    def __init__(self, numbers: Iterable[int | None], at: datetime) -> None:
        wanted = {number for number in numbers if number}
        self.at = at
        self._pictures = Picture.objects.only(*NAMED).in_bulk(wanted) if wanted else {}

    @classmethod
    def of(cls, texts: Iterable[tuple[int | None, str]], at: datetime) -> "Album":
        """`texts`: (the lead picture, the clean body) of each."""
        return cls((number for lead, body in texts for number in (lead, *pictures_in(body))), at)

    def body(self, html: str, language: str = "") -> str:
        """A story's clean body as the desk shows it: the reader's page, but that no figure is left out without a word."""

        def put(match: re.Match[str]) -> str:
            if match["picture"] is None:
                return match[0]
            return self._drawn(int(match["picture"]), match["caption"] or "", unescape(match["alt"] or ""), "whole")

        return for_page(with_embeds(FIGURE.sub(put, html), language))

    def lead(self, number: int | None, caption: str = "", alt: str = "") -> str:
        """The lead picture as HTML, with this use's own words; "" without one. Upright it is not cut, as for readers."""
        if not number:
            return ""
        picture = self._pictures.get(number)
        is_wide = picture is not None and picture.width >= picture.height
        return self._drawn(number, escape(caption), alt, "lead" if is_wide else "whole")

    def _drawn(self, number: int, caption: str, alt: str, shape: str) -> str:
        """`caption` and `alt`: this use's own, the caption as HTML."""
        picture = self._pictures.get(number)
        caption = caption or (escape(picture.caption) if picture else "")
        why = why_not_seen(picture, self.at)
        there = shown(picture, shape, sizes=IN_THE_TEXT, alt=alt) if picture and not why else None
        if picture and there:
            figure = Figure(there, caption, web_address(picture.source_url))
            return render_to_string("images/_figure.html", {"figure": figure}).strip()
        told = {"name": str(picture) if picture else "", "number": number, "why": why, "caption": caption}
        return render_to_string("admin/articles/_no_figure.html", told).strip()


def why_not_seen(picture: Picture | None, at: datetime) -> str:
    """In a sentence; "" where readers may see it."""
    if picture is None:
        return "It is not in the library any more."
    if picture.withdrawn_at:
        return f"Withdrawn {when(picture.withdrawn_at)}: readers have not seen it since. {picture.withdrawn_because}"
    if picture.licence_has_ended(at):
        return f"Its licence ended on {day(picture.licensed_through)}: readers have not seen it since."
    return "" if picture.renditions else "Its file is being prepared: it can be seen in a moment."


def missing_in(words: Words) -> list[str]:
    """What of the pictures of a version cannot come back, or not before readers, in sentences. One query at most."""
    lead, body = words.get("lead_picture"), pictures_in(words["body"])
    wanted = {*filter(None, [lead]), *body}
    known = Picture.objects.only(*NAMED).in_bulk(wanted) if wanted else {}
    withdrawn = [known[number] for number in sorted(known) if known[number].withdrawn_at]
    found = [f"“{one}” was withdrawn: the story cannot be published while it stands in it." for one in withdrawn]
    if lead and lead not in known:
        found.append(
            f"The picture “{words['lead_picture_name']}” is not in the library any more, and will be left out."
        )
    return found + [
        f"Picture {number} in the text is not in the library any more: readers will see nothing there."
        for number in body
        if number not in known
    ]


def missed(story: Article | None, at: datetime) -> list[str]:
    """What readers of the live story do not see of it any more, in sentences. One query."""
    if story is None:
        return []
    rows = EditionPicture.objects.live(at).filter(article=story).select_related("picture")
    gone = [row.picture for row in rows.order_by("picture") if not row.picture.is_available(at)]
    return [
        f"{'Withdrawn since' if picture.withdrawn_at else 'Its licence ended'}: “{picture}”. Readers see the story without it."
        for picture in gone
    ]
