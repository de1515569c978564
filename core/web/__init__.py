"""What every page shares: base templates, components, styles and template tags."""
