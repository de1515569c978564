"""What can keep an engine from starting, each said in words an operator can act upon."""


class EngineError(RuntimeError):
    """An embedded engine cannot serve; the message says what to do about it."""
