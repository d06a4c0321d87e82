from django.urls import path

from authors import views

app_name = "authors"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("<str:slug>/", views.author, name="author"),
]
