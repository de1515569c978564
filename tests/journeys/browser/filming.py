"""A film of a code, for a camera that there is not."""

from __future__ import annotations

from pathlib import Path

import segno

WIDTH, HEIGHT = 640, 480
SWITCHES = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


def film(text: str, path: Path) -> list[str]:
    """Write a film in which a code is held still; return the switches that show it to a page."""
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(head + 2 * (b"FRAME\n" + _picture(text) + colours))
    return [*SWITCHES, f"--use-file-for-fake-video-capture={path}"]


def _picture(text: str) -> bytes:
    """Return the code as grey values, in the middle of a white frame."""
    modules = [[*row] for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    scale = min(WIDTH, HEIGHT) // len(modules)
    left, top = ((side - scale * len(modules)) // 2 for side in (WIDTH, HEIGHT))
    picture = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for number, row in enumerate(modules):
        line = b"".join((b"\x10" if dark else b"\xeb") * scale for dark in row)
        for height in range(scale):
            start = (top + number * scale + height) * WIDTH + left
            picture[start : start + len(line)] = line
    return bytes(picture)
