"""What is fetched, written and sent; the only room that knows imapclient, aiosmtplib and jinja2."""
