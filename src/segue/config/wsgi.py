"""The WSGI application that the web server loads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from segue.config.database import for_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
for_requests(settings.DATABASES["default"])
application = get_wsgi_application()
