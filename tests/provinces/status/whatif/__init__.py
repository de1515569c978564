"""What drafts would come to, compared with what they come to."""
