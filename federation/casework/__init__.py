"""What provinces tell each other about a person: assertions, contests, appeals, hand-over."""
