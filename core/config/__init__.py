"""The only place that knows everything: settings, URLs, Celery, the embedded engines."""
