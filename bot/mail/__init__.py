"""The room of the mail: what is fetched, written and sent; the only one that knows imapclient, aiosmtplib and jinja2."""
