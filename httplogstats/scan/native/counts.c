/* Open addressing in arrays that double; at most half full. */
#include <stdlib.h>

#include "counts.h"

enum { FIRST_PLACES = 16 };

static uint64_t *place_of(Count *places, size_t mask, uint64_t key, bool *fresh)
{
    size_t at = (size_t)folded(key ^ secrets.secret[0], secrets.secret[1] | 1) & mask;
    while (places[at].count && places[at].key != key)
        at = (at + 1) & mask;
    *fresh = !places[at].count;
    places[at].key = key;
    return &places[at].count;
}

static int grow(Counts *counts)
{
    size_t size = counts->places ? 2 * (counts->mask + 1) : FIRST_PLACES;
    Count *places = calloc(size, sizeof *places);
    if (!places)
        return NO_MEMORY;
    for (size_t at = 0; counts->places && at <= counts->mask; at++) {
        bool fresh;
        if (counts->places[at].count)
            *place_of(places, size - 1, counts->places[at].key, &fresh) = counts->places[at].count;
    }
    free(counts->places);
    counts->places = places;
    counts->mask = size - 1;
    return FINE;
}

uint64_t *counts_at(Counts *counts, uint64_t key)
{
    bool fresh;
    if ((!counts->places || counts->count * 2 > counts->mask) && grow(counts))
        return NULL;
    uint64_t *count = place_of(counts->places, counts->mask, key, &fresh);
    counts->count += fresh;
    return count;
}

void counts_clear(Counts *counts)
{
    free(counts->places);
    *counts = (Counts){0};
}

static Moment *add_moment(Moments *moments, int64_t horizon, int64_t second)
{
    if (moments->count == moments->room) {
        size_t room = moments->room ? 2 * moments->room : FIRST_PLACES;
        Moment *grown = realloc(moments->moments, room * sizeof *grown);
        if (!grown)
            return NULL;
        moments->moments = grown;
        moments->room = room;
    }
    Moment *moment = &moments->moments[moments->count++];
    *moment = (Moment){.horizon = horizon, .second = second};
    return moment;
}

Figures *moment_figures(Moments *moments, int64_t horizon, int64_t second)
{
    Moment *moment = moments->last;
    if (moment && moment->horizon == horizon && moment->second == second)
        return &moment->figures;
    for (uint64_t key = folded((uint64_t)horizon ^ secrets.secret[2], (uint64_t)second ^ secrets.secret[3]);; key++) {
        uint64_t *place = counts_at(&moments->places, key);
        if (!place)
            return NULL;
        if (*place == 0) {
            moment = add_moment(moments, horizon, second);
            if (!moment)
                return NULL;
            *place = moments->count;
            break;
        }
        moment = &moments->moments[*place - 1];
        if (moment->horizon == horizon && moment->second == second)
            break;
    }
    moments->last = moment;
    return &moment->figures;
}

void moments_clear(Moments *moments)
{
    free(moments->moments);
    counts_clear(&moments->places);
    *moments = (Moments){0};
}
