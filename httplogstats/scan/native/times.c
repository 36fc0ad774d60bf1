/* One map of counts serves all sections: most of them know few buckets. */
#include "times.h"

int times_add(Times *times, Text section, uint32_t hash, int bucket, uint64_t hits)
{
    times->sections.limit = NO_LIMIT;
    if (!hits)
        return FINE;
    if (!table_figures(&times->sections, section, hash))
        return NO_MEMORY;
    uint64_t number = (uint64_t)(table_find(&times->sections, section, hash) - times->sections.rows);
    uint64_t *count = counts_at(&times->counts, number << BUCKET_BITS | (uint64_t)bucket);
    if (!count)
        return NO_MEMORY;
    *count += hits;
    return FINE;
}

int times_merge(Times *into, const Times *more, const uint8_t *known)
{
    for (size_t at = 0; more->counts.places && at <= more->counts.mask; at++) {
        const Count *place = &more->counts.places[at];
        if (!place->count || !known[section_number(place)])
            continue;
        const Row *row = &more->sections.rows[section_number(place)];
        if (times_add(into, key_of(&more->sections, row), row->hash, bucket_number(place), place->count))
            return NO_MEMORY;
    }
    return FINE;
}

void times_clear(Times *times)
{
    table_clear(&times->sections);
    counts_clear(&times->counts);
}
