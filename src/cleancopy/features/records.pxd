from libc.stdint cimport int64_t

from cleancopy.features.elements cimport Elements


cdef int group_records(Elements tree, int64_t[:, ::1] groups, Py_ssize_t first) except -1
