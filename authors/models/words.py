"""What an author's profile says, as one JSON value: what a version keeps, what is proposed, compared and merged.

{"name": "Ann Lee", "position": "Editor", "beat": "", "place": "", "expertise": "", "start_year": 1998, "bio": html,
 "short_bio": html, "disclosure": "", "email": "", "links": [{"label": "Website", "url": "https://…"}],
 "outlets": [{"name": "Slack Water"}]}
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from authors.models.author import Author, match_key
from authors.models.names import AuthorLink
from authors.models.outlet import Outlet, OutletCredit
from paper.prose import sanitize_bio

FIELDS = ("position", "beat", "place", "expertise", "start_year", "bio", "short_bio", "disclosure", "email")
OWN = (*FIELDS, "links", "outlets")  # what somebody may propose of themselves; the name is the desk's

Words = dict[str, Any]


def words_of(author: Author) -> Words:
    """What the profile says now. Two queries."""
    return {
        "name": author.name,
        **{name: getattr(author, name) for name in FIELDS},
        "links": [{"label": link.label, "url": link.url} for link in author.links.all()],
        "outlets": [{"name": outlet.name} for outlet in author.outlets()],
    }


def clean_words(words: Words) -> Words:
    """The same, its HTML from the allow-list, without what is not the author's own. Raises ValidationError by field."""
    clean = {name: words.get(name, "") for name in FIELDS} | {"start_year": _year(words.get("start_year"))}
    clean |= {"bio": sanitize_bio(clean["bio"]), "short_bio": sanitize_bio(clean["short_bio"])}
    clean |= {"links": _clean_links(words.get("links", ())), "outlets": _clean_outlets(words.get("outlets", ()))}
    others = {field.name for field in Author._meta.get_fields()} - set(FIELDS)
    Author(**{name: clean[name] for name in FIELDS}).clean_fields(exclude=others)
    return clean


def _year(value: Any) -> Any:
    try:
        return Author._meta.get_field("start_year").to_python(value or None)
    except ValidationError as error:
        raise ValidationError({"start_year": "Write a year, for example 1998."}) from error


def faults_of(words: Words) -> dict[str, str]:
    """By field what of these words cannot be kept, in words for a person; empty where all can."""
    try:
        clean_words(words)
    except ValidationError as error:
        return {name: " ".join(faults) for name, faults in error.message_dict.items()}
    return {}


def _clean_links(links: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for link in links:
        label, url = link["label"].strip(), link["url"].strip()
        if label or url:
            found.setdefault(url, {"label": label, "url": url})
    for link in found.values():
        try:
            AuthorLink(**link).clean_fields(exclude={"author", "order"})
        except ValidationError as error:
            told = " ".join(error.messages)
            raise ValidationError({"links": f"{link['label'] or link['url']}: {told}"}) from error
    return list(found.values())


def _clean_outlets(outlets: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for outlet in outlets:
        name = " ".join(outlet["name"].split())
        if not name:
            continue
        if not match_key(name) or len(name) > 160:
            raise ValidationError(
                {"outlets": f"{name[:80]}: write a name with letters in it, of 160 characters at most."}
            )
        found.setdefault(match_key(name), {"name": name})
    return list(found.values())


def put_words(author: Author, words: Words) -> None:
    """Make the profile say this, in the database too. The name stays. Call `keep` after it, in the same transaction."""
    for name in FIELDS:
        if name in words:
            setattr(author, name, words[name])
    author.save()
    if "links" in words:
        _put_links(author, words["links"])
    if "outlets" in words:
        _put_outlets(author, words["outlets"])


def _put_links(author: Author, links: list[dict[str, str]]) -> None:
    """One whose address stays keeps what is known of that page."""
    were = {link.url: link for link in author.links.all()}
    author.links.exclude(url__in=[link["url"] for link in links]).delete()
    for place, link in enumerate(links, start=1):
        row = were.get(link["url"]) or AuthorLink(author=author, url=link["url"])
        row.label, row.order = link["label"], place
        row.save()


def _put_outlets(author: Author, outlets: list[dict[str, str]]) -> None:
    author.outlet_credits.all().delete()
    OutletCredit.objects.bulk_create(
        OutletCredit(author=author, outlet=Outlet.called(outlet["name"]), order=place)
        for place, outlet in enumerate(outlets, start=1)
    )


def same(one: Words, other: Words) -> bool:
    """Whether two profiles say the same, the name aside."""
    return all(one.get(name) == other.get(name) for name in OWN)
