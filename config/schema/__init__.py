"""What may stand in a pack: one short module per kind of file, typed, units in names."""
