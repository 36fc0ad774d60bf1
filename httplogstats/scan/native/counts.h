/* Small maps from numbers: hits by status or bucket, and figures by second. */
#ifndef HTTPLOGSTATS_COUNTS_H
#define HTTPLOGSTATS_COUNTS_H

#include "table.h"

typedef struct {
    uint64_t key, count; /* a count of 0 is a free place */
} Count;

typedef struct {
    Count *places;
    size_t count, mask;
} Counts;

/* Where a key's count is, 0 for a new one, which the caller raises; NULL for no memory. */
uint64_t *counts_at(Counts *counts, uint64_t key);
void counts_clear(Counts *counts);

typedef struct {
    int64_t horizon, second; /* the horizon is INT64_MIN where the second was undecided when it was read */
    Figures figures;
} Moment;

typedef struct {
    Moment *moments; /* in order of appearance */
    size_t count, room;
    Counts places; /* of moments, by their hash; the number + 1 */
    Moment *last;
} Moments;

Figures *moment_figures(Moments *moments, int64_t horizon, int64_t second);
void moments_clear(Moments *moments);

#endif
