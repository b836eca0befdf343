from hypothesis import settings

# No deadline: a machine that also does something else is slow, not wrong.
settings.register_profile("cleancopy", deadline=None)
settings.load_profile("cleancopy")
