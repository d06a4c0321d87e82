from django.urls import include, path, re_path

from articles import series, sharing, sitemaps, views
from articles.search.views import search

app_name = "articles"
_day = r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})"
urlpatterns = [
    path("", views.home, name="home"),
    path("latest/", views.latest, name="latest"),
    path("search/", search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    path("", include("articles.feeds.urls")),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("series/", series.all_series, name="all_series"),
    path("series/<str:slug>/", series.series, name="series"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="pages_sitemap"),
    re_path(r"^sitemaps/topics(?:-(?P<part>[1-9][0-9]{0,8}))?\.xml$", sitemaps.topics, name="topics_sitemap"),
    re_path(r"^sitemaps/authors(?:-(?P<part>[1-9][0-9]{0,8}))?\.xml$", sitemaps.authors, name="authors_sitemap"),
    re_path(
        r"^sitemaps/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<part>[1-9][0-9]{0,8}))?\.xml$",
        sitemaps.month,
        name="month_sitemap",
    ),
    re_path(r"^shares/(?P<pk>[1-9][0-9]{0,17})/(?P<made>[0-9a-f]{12})\.png$", sharing.share, name="share"),
    re_path(rf"^{_day}/(?P<slug>[^/]+)/?$", views.edition, name="edition"),
    re_path(rf"^{_day}/?$", views.day, name="day"),
    re_path(r"^(?P<year>\d{4})/(?P<month>\d{1,2})/?$", views.month, name="month"),
    re_path(r"^(?P<year>\d{4})/?$", views.year, name="year"),
    re_path(r"^(?P<slugs>[^.]+)/$", views.section, name="section"),  # no dots: /sitemap.xml is no section
]
