"""Our own sample releases with gold records: data only. See README.md in this folder."""
