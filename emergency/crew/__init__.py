"""The crew's own page: a link without an account, the way, the live position, and how far the crew is."""
