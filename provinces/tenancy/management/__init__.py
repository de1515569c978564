"""The node's directory and the schemas, from the command line."""
