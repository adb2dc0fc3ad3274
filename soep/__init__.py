"""Words to note: a consult's transcript becomes a SOEP note in which every line points at what was said."""
