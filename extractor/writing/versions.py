"""The version of the database schema; apart from `schema` so that reading it costs no import of SQLAlchemy.

1: the first. 2: the table `forgotten`. 3: `source.sketch`, and other bands. 4: other bands and sketches again, no index
of `band.content_id`; the full-text index follows a changed title.
"""

DATABASE_VERSION = 4
