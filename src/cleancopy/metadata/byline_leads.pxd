# The types of byline_leads.py.
cimport cython

@cython.locals(words=list, first=str)
cpdef Py_ssize_t measure_lead(str text)
@cython.locals(start=str)
cpdef Py_ssize_t measure_helper_lead(str text)
cpdef str divide_at_leads(str text)
