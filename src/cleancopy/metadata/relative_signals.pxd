# The types of relative_signals.py.
cimport cython

@cython.locals(most=double, least=double)
cdef list _drop_hopeless(list groups, weights)
cdef list _source_signals(group)
cdef list _day_signals(group, str earliest, str latest)
@cython.locals(padded=str, other=str, n_longer=Py_ssize_t, holds_another=bint, signals=list)
cdef list _word_signals(str key, list others)
