"""The database backend in which the connection follows the province."""
