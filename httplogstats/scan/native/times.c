/* One map of counts serves all sections: most of them know few buckets. */
#include "times.h"

int times_add(Times *times, Text section, uint32_t hash, int bucket, uint64_t hits)
{
    times->sections.limit = NO_LIMIT;
    if (!table_figures(&times->sections, section, hash))
        return NO_MEMORY;
    uint64_t number = (uint64_t)(table_find(&times->sections, section, hash) - times->sections.rows);
    uint64_t *count = counts_at(&times->counts, number << BUCKET_BITS | (uint64_t)bucket);
    if (!count)
        return NO_MEMORY;
    *count += hits;
    return FINE;
}

int times_merge(Times *into, const Times *more, const Table *rows)
{
    if (!more->counts.places)
        return FINE;
    for (size_t at = 0; at <= more->counts.mask; at++) {
        const Count *place = &more->counts.places[at];
        if (!place->count)
            continue;
        const Row *row = &more->sections.rows[place->key >> BUCKET_BITS];
        Text section = key_of(&more->sections, row);
        int bucket = (int)(place->key & ((1u << BUCKET_BITS) - 1));
        if (table_find(rows, section, row->hash) && times_add(into, section, row->hash, bucket, place->count))
            return NO_MEMORY;
    }
    return FINE;
}

int times_keep(Times *times, const Table *rows)
{
    bool all = true;
    for (uint32_t number = 0; number < times->sections.count && all; number++) {
        const Row *row = &times->sections.rows[number];
        all = table_find(rows, key_of(&times->sections, row), row->hash) != NULL;
    }
    if (all)
        return FINE;
    Times kept = {0};
    if (times_merge(&kept, times, rows)) {
        times_clear(&kept);
        return NO_MEMORY;
    }
    times_clear(times);
    *times = kept;
    return FINE;
}

void times_clear(Times *times)
{
    table_clear(&times->sections);
    counts_clear(&times->counts);
}
