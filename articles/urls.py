from django.urls import path, re_path

from articles import sharing, views

app_name = "articles"
_day = r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})"
urlpatterns = [
    path("", views.home, name="home"),
    path("latest/", views.latest, name="latest"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/atom.xml", views.corrections_feed, name="corrections_feed"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    re_path(r"^shares/(?P<pk>[1-9][0-9]{0,17})/(?P<made>[0-9a-f]{12})\.png$", sharing.share, name="share"),
    re_path(rf"^{_day}/(?P<slug>[^/]+)/?$", views.edition, name="edition"),
    re_path(rf"^{_day}/?$", views.day, name="day"),
    re_path(r"^(?P<year>\d{4})/(?P<month>\d{1,2})/?$", views.month, name="month"),
    re_path(r"^(?P<year>\d{4})/?$", views.year, name="year"),
    re_path(r"^(?P<slugs>[^.]+)/$", views.section, name="section"),  # no dots: /sitemap.xml is no section
]
