/* Histograms by section: httplogstats.latency.Histograms. */
#ifndef HTTPLOGSTATS_TIMES_H
#define HTTPLOGSTATS_TIMES_H

#include "counts.h"

typedef struct {
    Table sections; /* their figures are not used */
    Counts counts;  /* by the section's number and the bucket */
} Times;

enum { BUCKET_BITS = 11, BUCKETS = 1 << BUCKET_BITS }; /* the greatest bucket is smaller */

int times_add(Times *times, Text section, uint32_t hash, int bucket, uint64_t hits);
/* Add those of `more` whose section is marked in `known`, by its number there. */
int times_merge(Times *into, const Times *more, const uint8_t *known);
void times_clear(Times *times);

static inline uint64_t section_number(const Count *place)
{
    return place->key >> BUCKET_BITS;
}

static inline int bucket_number(const Count *place)
{
    return (int)(place->key & (BUCKETS - 1));
}

#endif
