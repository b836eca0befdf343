from cleancopy.features.blocks cimport Matrix
from cleancopy.features.texts cimport Texts


cdef int fill_shape(Matrix m, Texts texts) except -1
