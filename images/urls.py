from django.urls import re_path

from images import views

app_name = "images"
urlpatterns = [
    # Twin: images.rendering.address.
    re_path(
        r"^pictures/(?P<pk>[1-9][0-9]{0,17})/(?P<recipe>[0-9a-f]{12})/(?P<file>[a-z]{1,12}-[1-9][0-9]{0,4}\.(?:avif|jpg))$",
        views.rendition,
        name="rendition",
    ),
]
