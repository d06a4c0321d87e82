"""Background work: enqueued when a change is kept, done by a worker (newsroom.worker) soon after.

Nothing that readers wait for depends on it. A job looks at what is true when it runs, so that running it twice does no harm.
"""

from typing import Any

from django.db import transaction
from django.tasks import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def later(task: Task, *args: Any) -> None:
    """Enqueue the job once this transaction is kept, unless the same one waits already. `args`: numbers and words."""
    transaction.on_commit(lambda: _enqueue(task, *args), robust=True)


def waits(task: Task, *args: Any) -> bool:
    """Whether that very job is in the queue and was not begun."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
    return ready.filter(args_kwargs={"args": list(args), "kwargs": {}}).exists()


def _enqueue(task: Task, *args: Any) -> None:
    if not waits(task, *args):
        task.enqueue(*args)
