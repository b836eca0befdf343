"""Which small changes of decision logic the tests would notice. Not shipped."""
