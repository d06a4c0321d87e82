from django.db import models


class _T(models.TextField):
    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


BodyField = BioField = _T


def sanitize(html):
    return html


sanitize_bio = sanitize


def plain_text(html):
    return html


def for_page(html):
    return html
