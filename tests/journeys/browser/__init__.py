"""Pages as people see them: a real browser, wide and narrow, in both languages."""
