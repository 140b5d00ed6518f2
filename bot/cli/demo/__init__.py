"""The demo: the real daemon against a mail server in this very process, through one partner program's whole life."""
