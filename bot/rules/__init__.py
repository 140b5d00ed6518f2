"""A program's rules as frozen dataclasses, one file a kind of rule, and the pure judgement of a lead."""
