/* Loops over rows of floats. `layers.pyx` includes this file once for each kind of processor, and defines

   NAMED(name)   the names of the functions
   TARGET        what the compiler must know of the processor
   LANES         floats in a register of the processor
   TILE_ROWS     rows of a tile of TILE_COLUMNS: as many sums as fit into the registers, beside what they are made of

   Each sum has the same order on every processor, so all give the same bits. */

#include <string.h>

#ifndef TILE_COLUMNS
#define TILE_COLUMNS 16

enum { KERNEL = 5 }; /* rows that a convolution reads for one */

typedef struct {
    void (*multiply)(
        const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride, float *out, ptrdiff_t out_stride,
        ptrdiff_t rows, ptrdiff_t inner, ptrdiff_t columns);
    void (*add)(float *to, const float *row, ptrdiff_t width);
    void (*divide)(float *row, float divisor, ptrdiff_t width);
    void (*raise_to)(float *to, const float *row, ptrdiff_t width);
    void (*rectify)(float *row, ptrdiff_t width);
    void (*convolve)(float *to, const float *const *rows, const float *kernel, ptrdiff_t width);
} Loops;
#endif

/* Add a · b to `out`, rows × columns, of at least one row. A stride is the distance between rows, in floats. */
TARGET static void NAMED(multiply)(
    const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride, float *out, ptrdiff_t out_stride,
    ptrdiff_t rows, ptrdiff_t inner, ptrdiff_t columns)
{
#if defined(__GNUC__)
    typedef float vector __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#else /* without vectors in the language; the compiler may find them */
    typedef float vector;
#undef LANES
#define LANES 1
#endif
    enum { VECTORS = TILE_COLUMNS / LANES };
    for (ptrdiff_t first = 0; first < rows; first += TILE_ROWS) {
        const float *a_rows[TILE_ROWS];
        float *out_rows[TILE_ROWS];
        int n_rows = rows - first < TILE_ROWS ? (int)(rows - first) : TILE_ROWS;
        for (int r = 0; r < TILE_ROWS; r++) { /* the last row stands in for those past the end */
            ptrdiff_t row = first + (r < n_rows ? r : n_rows - 1);
            a_rows[r] = a + row * a_stride;
            out_rows[r] = out + row * out_stride;
        }
        for (ptrdiff_t done = 0; done < columns; done += TILE_COLUMNS) {
            if (columns < TILE_COLUMNS) { /* too narrow for a tile: only networks made by hand are */
                for (int r = 0; r < n_rows; r++)
                    for (ptrdiff_t k = 0; k < inner; k++)
                        for (ptrdiff_t c = 0; c < columns; c++)
                            out_rows[r][c] += a_rows[r][k] * b[k * b_stride + c];
                break;
            }
            /* The last tile ends with the last column, and overlaps what is done already. */
            ptrdiff_t column = done + TILE_COLUMNS <= columns ? done : columns - TILE_COLUMNS;
            vector sums[TILE_ROWS][VECTORS];
            for (int r = 0; r < TILE_ROWS; r++)
                for (int v = 0; v < VECTORS; v++)
                    sums[r][v] = ((const vector *)(out_rows[r] + column))[v];
            for (ptrdiff_t k = 0; k < inner; k++) {
                const vector *b_row = (const vector *)(b + k * b_stride + column);
                for (int r = 0; r < TILE_ROWS; r++)
                    for (int v = 0; v < VECTORS; v++)
                        sums[r][v] += a_rows[r][k] * b_row[v];
            }
            for (int r = 0; r < n_rows; r++) {
                float row[TILE_COLUMNS];
                for (int v = 0; v < VECTORS; v++)
                    ((vector *)row)[v] = sums[r][v];
                ptrdiff_t overlap = done - column;
                if (overlap)
                    memcpy(out_rows[r] + done, row + overlap, (TILE_COLUMNS - overlap) * sizeof(float));
                else
                    memcpy(out_rows[r] + done, row, sizeof(row));
            }
        }
    }
}

TARGET static void NAMED(add)(float *__restrict to, const float *__restrict row, ptrdiff_t width)
{
    for (ptrdiff_t c = 0; c < width; c++)
        to[c] += row[c];
}

TARGET static void NAMED(divide)(float *row, float divisor, ptrdiff_t width)
{
    for (ptrdiff_t c = 0; c < width; c++)
        row[c] /= divisor;
}

/* Keep the larger of two values in each column. */
TARGET static void NAMED(raise_to)(float *__restrict to, const float *__restrict row, ptrdiff_t width)
{
    for (ptrdiff_t c = 0; c < width; c++)
        to[c] = row[c] > to[c] ? row[c] : to[c];
}

/* Set negative values to 0. */
TARGET static void NAMED(rectify)(float *row, ptrdiff_t width)
{
    for (ptrdiff_t c = 0; c < width; c++)
        row[c] = row[c] < 0 ? 0 : row[c];
}

/* Give the sum of KERNEL rows, each times its row of the kernel. */
TARGET static void NAMED(convolve)(
    float *__restrict to, const float *const *rows, const float *__restrict kernel, ptrdiff_t width)
{
    const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];
    for (ptrdiff_t i = 0; i < width; i++)
        to[i] = a[i] * kernel[i] + b[i] * kernel[width + i] + c[i] * kernel[2 * width + i]
            + d[i] * kernel[3 * width + i] + e[i] * kernel[4 * width + i];
}

static const Loops NAMED(loops) = {
    NAMED(multiply), NAMED(add), NAMED(divide), NAMED(raise_to), NAMED(rectify), NAMED(convolve),
};

#undef NAMED
#undef TARGET
#undef LANES
#undef TILE_ROWS
