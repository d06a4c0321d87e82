"""Behind the address of a page, that of its feed in each form. Included by articles.urls."""

import re

from django.urls import path, re_path

from articles.feeds import views
from paper.feeds import FORMS

_form = rf"(?P<form>{'|'.join(map(re.escape, FORMS))})"
urlpatterns = [
    path("feeds/", views.feeds, name="feeds"),
    re_path(rf"^{_form}$", views.the_paper, name="feed"),
    re_path(rf"^corrections/{_form}$", views.corrections, name="corrections_feed"),
    re_path(rf"^topics/(?P<slug>[^/]+)/{_form}$", views.topic, name="topic_feed"),
    re_path(rf"^series/(?P<slug>[^/]+)/{_form}$", views.series, name="series_feed"),
    re_path(rf"^authors/(?P<slug>[^/]+)/{_form}$", views.author, name="author_feed"),
    re_path(rf"^(?P<slugs>[^.]+)/{_form}$", views.section, name="section_feed"),
]
