"""Commands about the pages' files."""
