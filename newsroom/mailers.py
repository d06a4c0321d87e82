from environ import Env

TIMEOUT = 10  # seconds for each step of the talk with the mail server


def mailers_of(url: str) -> dict[str, dict]:
    """Django's MAILERS for an EMAIL_URL; none where it is empty. Raises ImproperlyConfigured."""
    if not url:
        return {}
    # smtps means TLS from the first byte, as everywhere; django-environ would read it as STARTTLS.
    found = Env.email_url_config(url.replace("smtps://", "smtp+ssl://", 1))
    backend = found["EMAIL_BACKEND"]
    if not backend.endswith("smtp.EmailBackend"):
        folder = {"file_path": found["EMAIL_FILE_PATH"]} if "filebased" in backend else {}
        return {"default": {"BACKEND": backend, "OPTIONS": folder}}
    options = {
        "host": found["EMAIL_HOST"] or "localhost",
        "port": found["EMAIL_PORT"],
        "username": found["EMAIL_HOST_USER"] or "",
        "password": found["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": found.get("EMAIL_USE_TLS", False),
        "use_ssl": found.get("EMAIL_USE_SSL", False),
        "timeout": TIMEOUT,
    }
    return {"default": {"BACKEND": backend, "OPTIONS": options}}
