"""Properties are not timed: the machine may be busy, and the oracle is slow on purpose."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "border", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("border")
