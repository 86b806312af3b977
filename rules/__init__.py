"""Rules and lexicons: data only. See README.md in this folder."""
