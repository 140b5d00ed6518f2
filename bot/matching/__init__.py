"""Whether two prospects are the same company: by registrable domain, and by which domains that can be said at all."""
