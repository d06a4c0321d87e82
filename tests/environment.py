"""Loaded before the settings: a key, and plain HTTP for the test client, wherever the suite is started from."""

import os

os.environ.setdefault("SECRET_KEY", "a-key-for-the-test-suite-alone-that-signs-nothing-of-worth")
os.environ.setdefault("LOOPBACK_HTTP", "true")
