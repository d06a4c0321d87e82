"""What packages put on the desk and nobody needs there: the queue of jobs tells of itself in the log."""

from django.contrib import admin
from django_tasks_db.admin import DBTaskResultAdmin  # noqa: F401 (registers the queue, which is taken off below)
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
