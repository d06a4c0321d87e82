from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("paper.urls")),
    path("", include("images.urls")),
    path("authors/", include("authors.urls")),
    path("", include("articles.urls")),
]

handler403 = "newsroom.views.forbidden"
handler404 = "newsroom.views.not_found"
handler500 = "newsroom.views.failed"
