"""The sets, one file each: `measure` gives its section of the table, `misses` what was missed in the part that may be looked at."""
