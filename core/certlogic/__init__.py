"""The rule language CertLogic: parse, evaluate, explain, and compile to SQL. Pure."""
