"""PostgreSQL's settings, fitted to the machine it finds itself on."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024
CONTAINER_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
# Parallel queries exchange rows there; containers get 64 MB by default, far too little.
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
SHARED_MEMORY_NEEDED = 1024 * MEGABYTE

ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    # Storage without moving heads, as nearly everywhere.
    "random_page_cost": "1.1",
    # Compiling costs more than it saves on queries of tens of milliseconds.
    "jit": "off",
    "checkpoint_timeout": "15min",
    # A killed worker lets go of its locks soon, though its statement would run for minutes yet.
    "client_connection_check_interval": "5s",
    "max_wal_size": "4GB",
    "wal_compression": "on",
    # No replica reads from an embedded server: bulk loads into new tables need no log.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    # The log is no place for citizens' data: not the statement that failed, nor its row.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# Without a promise to survive a power cut: for tests, and for demos that can be made again.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def settings(*, fast: bool) -> dict[str, str]:
    """Return what the server is started with."""
    memory = memory_bytes() // MEGABYTE
    cores = os.cpu_count() or 1
    fitted = {
        "shared_buffers": f"{max(32, min(1024, memory // 4))}MB",
        # What the system's cache will probably hold of our files; a hint, nothing is allocated.
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        "max_worker_processes": str(max(8, cores)),
        "max_parallel_workers": str(cores),
        "max_parallel_workers_per_gather": str(min(4, max(1, cores // 2))),
    }
    if not _has_shared_memory():
        fitted["dynamic_shared_memory_type"] = "mmap"
    return {**ALWAYS, **fitted, **(FAST if fast else {})}


def memory_bytes() -> int:
    """Return the machine's memory, or the container's share of it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *filter(None, map(_limit, CONTAINER_LIMITS))])


def _limit(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _has_shared_memory() -> bool:
    try:
        room = os.statvfs(SHARED_MEMORY)
    except OSError:
        return False
    return room.f_blocks * room.f_frsize >= SHARED_MEMORY_NEEDED
