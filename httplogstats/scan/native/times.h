/* Histograms by section: httplogstats.latency.Histograms. */
#ifndef HTTPLOGSTATS_TIMES_H
#define HTTPLOGSTATS_TIMES_H

#include "counts.h"

typedef struct {
    Table sections; /* their figures are not used */
    Counts counts;  /* by the section's number and the bucket */
} Times;

enum { BUCKET_BITS = 11 }; /* the greatest bucket is below 2 ^ 11 */

int times_add(Times *times, Text section, uint32_t hash, int bucket, uint64_t hits);
/* Add those of `more` whose section has a row in `rows`. */
int times_merge(Times *into, const Times *more, const Table *rows);
/* Let go of sections that have no row in `rows`. */
int times_keep(Times *times, const Table *rows);
void times_clear(Times *times);

#endif
