/* A product of matrices of floats. `layers.pyx` includes this file once for each kind of processor, and defines

   MULTIPLY   the name of the function
   TARGET     what the compiler must know of the processor
   LANES      floats in a register of the processor

   Each sum has the same order on every processor, so all give the same bits. */

#include <string.h>

#ifndef TILE_ROWS
#define TILE_ROWS 6 /* with TILE_COLUMNS: as many sums as fit into sixteen registers, beside what they are made of */
#define TILE_COLUMNS 16
#endif

/* Add a · b to `out`, rows × columns, of at least one row. A stride is the distance between rows, in floats. */
TARGET static void MULTIPLY(
    const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t b_stride, float *out, ptrdiff_t out_stride,
    ptrdiff_t rows, ptrdiff_t inner, ptrdiff_t columns)
{
    typedef float vector __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
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

#undef MULTIPLY
#undef TARGET
#undef LANES
