from django.urls import path

from authors import checking, views

app_name = "authors"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("masthead/", views.masthead, name="masthead"),  # no author has this address: see free_slug
    path("check/<str:token>/", checking.check, name="check"),
    path("check/<str:token>/preview/", checking.preview, name="check_preview"),
    path("<str:slug>/", views.author, name="author"),
]
