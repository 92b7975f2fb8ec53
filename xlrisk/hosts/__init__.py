"""Where a cell calls from. Each host loops over the catalogue; none computes."""
