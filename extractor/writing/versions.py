"""The version of the database schema; apart from `schema` so that reading it costs no import of SQLAlchemy."""

DATABASE_VERSION = 1
