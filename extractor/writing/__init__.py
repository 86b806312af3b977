"""Records out: the database (`schema`, `rows`, `stores`) and the export formats. Start with `schema.py`.

Only `schema` needs SQLAlchemy, and only a new or an older database needs `schema`: a nightly run that finds its tables
in place imports neither.
"""
