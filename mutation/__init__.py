"""Finds small changes of decision logic that the tests do not notice. Not shipped."""
