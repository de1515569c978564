"""How long each thing is kept, on what legal ground, and its removal."""
