"""Small programs and parts that the other programs of this repository share. Not shipped."""
