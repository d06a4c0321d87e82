from django.urls import path, re_path

from images import icon, views

app_name = "images"
urlpatterns = [
    # Twin: images.rendering.address.
    re_path(
        r"^pictures/(?P<pk>[1-9][0-9]{0,17})/(?P<recipe>[0-9a-f]{12})/(?P<file>[a-z]{1,12}-[1-9][0-9]{0,4}\.(?:avif|jpg))$",
        views.rendition,
        name="rendition",
    ),
    re_path(r"^icon-(?P<digest>[0-9a-f]{12})-(?P<size>[1-9][0-9]{1,3})\.png$", icon.icon, name="icon"),
    re_path(r"^icon-(?P<digest>[0-9a-f]{12})-share\.png$", icon.icon_share, name="icon_share"),
    re_path(r"^icon-(?P<digest>[0-9a-f]{12})\.svg$", icon.icon_svg, name="icon_svg"),
    path("favicon.ico", icon.favicon, name="favicon"),
    path("apple-touch-icon.png", icon.touch_icon, name="touch_icon"),
    path("site.webmanifest", icon.manifest, name="manifest"),
]
