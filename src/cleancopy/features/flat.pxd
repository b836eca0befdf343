from libc.stdint cimport int64_t, uint8_t, uint32_t

from cleancopy.features.blocks cimport Blocks, Matrix
from cleancopy.features.words cimport TokenBags


cdef int fill_flat(
    Matrix m, Blocks blocks, const float* sizes, TokenBags bags, const uint8_t* is_content, const uint32_t* patterns
) except -1
cdef int find_patterns(Blocks blocks, uint32_t* out) except -1
cdef object group_flat_blocks(Blocks blocks, const uint32_t* patterns)
