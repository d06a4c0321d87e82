"""What search engines are told there is to read: an index of sitemaps, one for each month of stories, and one for Google News.

A month is a range of the list's index, so a file of it costs one query and the index none of its stories. What a month's
stories are changes only with its StoryMonth: how many files it needs is kept in memory until then.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from html import escape
from itertools import batched
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

import paper
from articles.archive import Span
from articles.models import Edition, EditionTopic, Series, StoryMonth, Topic
from articles.models.editions import EditionQuerySet
from articles.models.kinds import Kind
from articles.models.section import Section, sections
from authors.models import Author, BioVersion
from pagecache import memory
from pagecache.pages import kept, public
from paper.days import day_of, month_period
from paper.feeds import in_xml
from paper.pager import Place
from paper.pages import public_pages
from paper.templatetags.paper import iso

MOST = 50_000  # addresses in a file
AT_ONCE = 20  # months in one query: SQLite keeps a statement of 200 ready in 20 MB, for each thread
NEWS_FOR, MOST_NEWS = timedelta(days=2), 1_000
XML = "application/xml; charset=utf-8"
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS_SPACE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
TRADITIONAL = {"hant", "tw", "hk", "mo"}

COLUMNS = ("date", "slug", "first_published_at", "time_known", "material_at", "noindex", "canonical_url")

Starts = list[Place | None]  # what each file of a month comes after; none where the month has nothing to tell


class Entry(NamedTuple):
    """`url` is an address on this paper; `changed` the moment, or the day, of its last material change."""

    url: str
    changed: datetime | date | None = None


# The index


@kept()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One file for each month with stories, newest first, after those of all other pages."""
    at = timezone.now()
    changed = StoryMonth.objects.changed(at)
    files = [Entry(reverse("articles:pages_sitemap")), *_files("topics", _topics(at)), *_files("authors", _authors(at))]
    for month, starts in reversed(_starts(changed, at).items()):
        files += [Entry(_address(month, part), changed[month]) for part in range(1, len(starts) + 1)]
    home = _home(request)
    rows = (f"<sitemap>{_inside(home, entry)}</sitemap>" for entry in files)
    return _sent(f"<sitemapindex {SPACE}>{''.join(rows)}</sitemapindex>", {"list:home", "authors"}, at)


def _files(kind: str, rows: QuerySet) -> list[Entry]:
    """By number: a file holds those of 50,000 numbers."""
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    return [Entry(_named(kind, part)) for part in range(1, -(-last // MOST) + 1)]


def _address(month: date, part: int) -> str:
    return _named(f"{month:%Y-%m}", part)


def _named(name: str, part: int) -> str:
    """Twin: the patterns in articles.urls."""
    return f"/sitemaps/{name}{f'-{part}' if part > 1 else ''}.xml"


# Months


@kept()
@require_safe
def month(request: HttpRequest, year: str, month: str, part: str | None = None) -> HttpResponse:
    """The stories first published in a month, oldest first: so what a file of many begins with stays there."""
    at, wanted, number = timezone.now(), f"{year}-{month}", int(part or 1)
    changed = {one: moment for one, moment in StoryMonth.objects.changed(at).items() if f"{one:%Y-%m}" == wanted}
    for first, starts in _starts(changed, at).items():
        if number <= len(starts) and part != "1":
            return _urls(request, _stories(first, starts[number - 1], at), {"list:home"}, at)
    raise Http404("No such sitemap.")


def _stories(month: date, start: Place | None, at: datetime) -> Iterator[Entry]:
    """Of a file's worth of stories those that are indexed: a file ends where the next one begins, whatever is left out.
    There may be thousands: bare columns, and no rows of the model."""
    rows = _in_order(Edition.objects.listed(at), month, start).with_updated()
    for day, slug, first, time_known, material, hidden, elsewhere in rows.values_list(*COLUMNS)[:MOST].iterator():
        if not (hidden or elsewhere):  # twin: _indexed
            changed = material if material and material > first else first if time_known else day
            yield Entry(f"{Span(day.year, day.month, day.day).url}{quote(slug)}/", changed)  # twin: Edition.url


def _indexed(at: datetime) -> EditionQuerySet:
    """What search engines may list, and have from us first. Twin: _stories."""
    return Edition.objects.listed(at).filter(noindex=False, canonical_url="")


def _in_order(rows: Any, month: date, start: Place | None) -> Any:
    """Oldest first, from the beginning of the month or strictly after a place in it."""
    period = month_period(month.year, month.month)
    before = rows.filter(first_published_at__lt=period.end)
    if start:
        return before.oldest_after(start)
    return before.filter(first_published_at__gte=period.start).order_by("first_published_at", "article_id")


def _starts(changed: dict[date, datetime], at: datetime) -> dict[date, Starts]:
    """{month: what its files begin after}, of those with something to tell. Queries only for months that changed."""
    known: dict[date, tuple[datetime, Starts]] = memory.keep("sitemaps", (), dict)
    fresh = [month for month, moment in changed.items() if known.get(month, (None,))[0] != moment]
    for some in batched(fresh, AT_ONCE, strict=False):
        starts = _measured(some, at)
        known |= {month: (changed[month], starts[month]) for month in some}
    return {month: known[month][1] for month in changed if known[month][1]}


def _measured(months: Iterable[date], at: datetime) -> dict[date, Starts]:
    """Two queries for months of up to 50,000 stories; two more for each of the others."""
    months, listed = list(months), Edition.objects.listed(at)
    filled = _holding(months, lambda span: _indexed(at).in_period(span.period, at)[:1])
    large = _holding(months, lambda span: listed.in_period(span.period, at)[MOST : MOST + 1])
    whole: Starts = [None]
    return {month: [] if month not in filled else _split(month, at) if month in large else whole for month in months}


def _holding(months: list[date], found: Any) -> set[date]:
    """Those of the months for which `found` finds a row."""
    spans = [Span(month.year, month.month) for month in months]
    rows = Edition.objects.any_of([found(span) for span in spans]).order_by()
    return {day_of(moment).replace(day=1) for moment in rows.values_list("first_published_at", flat=True)}


def _split(month: date, at: datetime) -> Starts:
    """A month of more stories than a file holds, cut at every 50,000th."""
    starts: Starts = [None]
    while True:
        rows = _in_order(Edition.objects.listed(at), month, starts[-1]).only("first_published_at", "article_id")
        last = list(rows[MOST - 1 : MOST + 1])
        if len(last) < 2:
            return starts
        starts.append(Place.of(last[0]))


# Everything else


@kept()
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The front, sections, series, the paper's own pages and the archives."""
    at = timezone.now()
    changed = StoryMonth.objects.changed(at)
    months = {month: changed[month] for month in _starts(changed, at)}
    newest = max(months.values(), default=None)
    entries = [
        Entry("/", newest),
        Entry(reverse("articles:latest"), newest),
        Entry(reverse("authors:directory")),
        Entry(reverse("authors:masthead")),
        Entry(reverse("articles:corrections")),
        *_sections(at),
        *_series(at),
        *(Entry(page.url, page.changed_at) for page in public_pages()),
        *_archives(months),
    ]
    return _urls(request, entries[:MOST], {"list:home", "sections", "series", "pages"}, at)


def _sections(at: datetime) -> list[Entry]:
    """Those that something is filed in, or in a section below."""
    newest = _newest(Edition.objects.listed(at).filter(section=OuterRef("pk")), at)
    found = dict(Section.objects.annotate(newest=newest).exclude(newest=None).values_list("pk", "newest"))
    moments = {one: [found[low.pk] for low in one.subtree() if low.pk in found] for one in sections().values()}
    return [Entry(one.url, max(those)) for one, those in moments.items() if those]


def _series(at: datetime) -> list[Entry]:
    newest = _newest(Edition.objects.listed(at).filter(article__series_part__series=OuterRef("pk")), at)
    found = list(Series.objects.annotate(newest=newest).exclude(newest=None).order_by("pk"))
    whole = [Entry(reverse("articles:all_series"))] if found else []
    return [*whole, *(Entry(series.url, series.newest) for series in found)]


def _archives(months: dict[date, datetime]) -> list[Entry]:
    years: dict[int, datetime] = {}
    for month, moment in months.items():
        years[month.year] = max(moment, years.get(month.year, moment))
    spans = [(Span(year), moment) for year, moment in years.items()]
    spans += [(Span(month.year, month.month), moment) for month, moment in months.items()]
    return [Entry(span.url, moment) for span, moment in reversed(spans)]


@kept()
@require_safe
def topics(request: HttpRequest, part: str | None = None) -> HttpResponse:
    at = timezone.now()
    entries = (Entry(topic.url, topic.newest) for topic in _part_of(_topics(at), part).only("slug"))
    return _urls(request, entries, {"list:home", "topics"}, at)


@kept()
@require_safe
def authors(request: HttpRequest, part: str | None = None) -> HttpResponse:
    """Those in the directory, whom nobody hid; each with the newest of stories and changes of the bio."""
    at = timezone.now()
    credits = Author.edition_credits.rel.related_model.objects.listed(at)  # type: ignore[attr-defined]
    kept = BioVersion.objects.filter(author=OuterRef("pk")).order_by("-pk").values("at")[:1]
    newest = _newest(credits.filter(author=OuterRef("pk")), at)
    rows = _part_of(_authors(at), part).only("slug").annotate(newest=newest, kept=Subquery(kept))
    entries = (Entry(one.url, max(filter(None, (one.newest, one.kept)), default=None)) for one in rows)
    return _urls(request, entries, {"list:home", "authors"}, at)


def _topics(at: datetime) -> QuerySet[Topic]:
    """Those that lead to something."""
    newest = _newest(EditionTopic.objects.listed(at).filter(topic=OuterRef("pk")), at)
    return Topic.objects.annotate(newest=newest).exclude(newest=None)  # Exists would read all of their rows


def _authors(at: datetime) -> QuerySet[Author]:
    return Author.objects.in_directory(at)


def _part_of(rows: QuerySet, part: str | None) -> Any:
    number = int(part or 1)
    if part == "1":
        raise Http404("No such sitemap.")
    return rows.filter(pk__gt=(number - 1) * MOST, pk__lte=number * MOST).order_by("pk")


def _newest(rows: Any, at: datetime) -> Subquery:
    return Subquery(rows.newest(at).values("first_published_at")[:1])


# Google News


@kept()
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What was first published within two days; an item leaves at its minute. Empty, it is what Google asks for too."""
    at = timezone.now()
    recent = _indexed(at).exclude(kind=Kind.SPONSORED).filter(first_published_at__gt=at - NEWS_FOR)
    fields = ("date", "slug", "headline", "language", "first_published_at", "time_known")
    rows = list(recent.newest(at).only(*fields)[:MOST_NEWS])
    until = rows[-1].first_published_at + NEWS_FOR if rows else None
    home = _home(request)
    urls = "".join(_news(home, row) for row in rows)
    return _sent(f"<urlset {SPACE} {NEWS_SPACE}>{urls}</urlset>", {"list:home"}, at, until)


def _news(home: str, row: Edition) -> str:
    return (
        f"<url><loc>{escape(home + row.url)}</loc><news:news><news:publication><news:name>{_words(paper.current().name)}"
        f"</news:name><news:language>{news_language(row.language)}</news:language></news:publication>"
        f"<news:publication_date>{_published(row)}</news:publication_date>"
        f"<news:title>{_words(row.headline)}</news:title></news:news></url>\n"
    )


def _published(row: Edition) -> str:
    """The moment, or the day where no more is known, as the page shows it."""
    return iso(row.first_published_at) if row.time_known else row.date.isoformat()


def news_language(tag: str) -> str:
    """As Google News writes languages: en for en-GB, zh-cn or zh-tw for Chinese."""
    first, *others = tag.lower().split("-")
    if first != "zh":
        return first
    return "zh-tw" if TRADITIONAL & set(others) else "zh-cn"


# What they share


def _urls(request: HttpRequest, entries: Iterable[Entry], tags: set[str], at: datetime) -> HttpResponse:
    """Raises Http404 where there is nothing: a sitemap names one address at least."""
    home = _home(request)
    rows = "".join(f"<url>{_inside(home, entry)}</url>\n" for entry in entries)
    if not rows:
        raise Http404("No such sitemap.")
    return _sent(f"<urlset {SPACE}>\n{rows}</urlset>", tags, at)


def _home(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _inside(home: str, entry: Entry) -> str:
    changed = entry.changed
    if changed is None:
        return f"<loc>{escape(home + entry.url)}</loc>"
    said = changed.isoformat(timespec="seconds") if isinstance(changed, datetime) else changed.isoformat()
    return f"<loc>{escape(home + entry.url)}</loc><lastmod>{said}</lastmod>"


def _sent(xml: str, tags: set[str], at: datetime, until: datetime | None = None) -> HttpResponse:
    return public(HttpResponse(f"{OPENING}{xml}\n", content_type=XML), tags, at=at, until=until)


def _words(text: str) -> str:
    return escape(in_xml(text))
