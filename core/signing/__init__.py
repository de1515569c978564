"""Keys, key ids and signatures, for passes and for peers. Pure."""
