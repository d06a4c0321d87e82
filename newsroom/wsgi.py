"""What the server loads: the site, the thread that hears of other processes' changes, and the one that does jobs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()

from newsroom import worker  # noqa: E402 (needs the apps loaded)
from pagecache import poll  # noqa: E402

poll.start()
worker.start()
