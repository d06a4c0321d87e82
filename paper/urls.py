from django.urls import path

from paper import embed_views, page_views, robots, views

app_name = "paper"
urlpatterns = [
    path("paper-<slug:digest>.css", views.stylesheet, name="stylesheet"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path(".well-known/tdmrep.json", robots.tdmrep, name="tdmrep"),
    path("robots.txt", robots.robots_txt, name="robots_txt"),
    path("about/", page_views.about, name="about"),
    path("about/<str:slug>/", page_views.page, name="page"),
    path("embed/<slug:provider>/<path:ident>/", embed_views.embed, name="embed"),
]
