"""What the bot's mails say, as frozen views; one file a notice, whose folder of templates has the same name."""
