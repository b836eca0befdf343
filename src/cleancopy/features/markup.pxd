from cleancopy.features.blocks cimport Blocks, Matrix
from cleancopy.features.elements cimport Elements
from cleancopy.features.words cimport TokenBags


cdef int fill_markup(Matrix m, Blocks blocks, Elements elements, TokenBags bags, title, description) except -1
