"""What the server loads: the site with its pages kept around it, the thread that hears of other processes' changes, and
the one that does jobs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
site = get_wsgi_application()

from django.conf import settings  # noqa: E402

from newsroom import worker  # noqa: E402 (needs the apps loaded)
from pagecache import poll  # noqa: E402
from pagecache.wsgi import PageCache  # noqa: E402

application = PageCache(site) if settings.PAGE_CACHE else site
poll.start()
worker.start()
gc.freeze()  # what is loaded now stays: looking through it for what may go would stop readers
