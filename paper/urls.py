from django.urls import path

from paper import embed_views, views

app_name = "paper"
urlpatterns = [
    path("paper-<slug:digest>.css", views.stylesheet, name="stylesheet"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("embed/<slug:provider>/<path:ident>/", embed_views.embed, name="embed"),
]
