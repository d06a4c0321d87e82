"""What the server loads: the site, and the thread that hears of other processes' changes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()

from pagecache import poll  # noqa: E402 (needs the apps loaded)

poll.start()
