/* The slots of a block, and where a hit is placed (semantics T2, T4, T5, T6). */
#include <stdlib.h>

#include "block.h"

static int64_t slot_of(int64_t second, int64_t interval)
{
    int64_t into = second % interval;
    return second - (into < 0 ? into + interval : into);
}

static void free_rows(Slot *slot)
{
    for (int number = 0; number < TABLES; number++) {
        if (slot->tables[number])
            table_clear(slot->tables[number]);
        free(slot->tables[number]);
    }
    if (slot->times)
        times_clear(slot->times);
    free(slot->times);
}

static void free_slot(Slot *slot)
{
    moments_clear(&slot->moments);
    counts_clear(&slot->statuses);
    counts_clear(&slot->latency);
    counts_clear(&slot->upstream);
    table_clear(&slot->methods);
    table_clear(&slot->caches);
    if (!slot->shares)
        free_rows(slot);
    free(slot);
}

static void *new_apart(size_t size)
{
    size = (size + APART - 1) / APART * APART;
    void *apart = aligned_alloc(APART, size);
    return apart ? memset(apart, 0, size) : NULL;
}

static bool make_rows(Slot *slot)
{
    slot->times = calloc(1, sizeof *slot->times);
    bool all = slot->times != NULL;
    for (int number = 0; number < TABLES; number++) {
        slot->tables[number] = new_apart(sizeof(Table));
        if (slot->tables[number])
            slot->tables[number]->limit = TABLE_LIMIT;
        else
            all = false;
    }
    return all;
}

static void share_rows(Slot *slot, const Slot *shared)
{
    memcpy(slot->tables, shared->tables, sizeof slot->tables);
    slot->times = shared->times;
    slot->shares = true;
}

static Slot *new_slot(int64_t start, const Slot *shared)
{
    Slot *slot = new_apart(sizeof *slot);
    if (!slot)
        return NULL;
    slot->start = start;
    slot->methods.limit = slot->caches.limit = NO_LIMIT;
    if (shared)
        share_rows(slot, shared);
    else if (!make_rows(slot)) {
        free_slot(slot);
        return NULL;
    }
    return slot;
}

Slot *slot_to_share(Block *block)
{
    if (!block->shared)
        block->shared = new_slot(0, NULL);
    return block->shared;
}

static Slot *add_slot(Block *block, int64_t start)
{
    if (block->count == block->room) {
        size_t room = block->room ? 2 * block->room : 8;
        Slot **slots = realloc(block->slots, room * sizeof *slots);
        if (!slots)
            return NULL;
        block->slots = slots;
        block->room = room;
    }
    Slot *slot = new_slot(start, block->shared);
    if (slot)
        block->slots[block->count++] = slot;
    return slot;
}

Slot *slot_at(Block *block, int64_t start)
{
    if (block->last && block->last->start == start)
        return block->last;
    uint64_t *number = counts_at(&block->by_start, (uint64_t)start);
    if (!number)
        return NULL;
    if (*number == 0) {
        if (!add_slot(block, start))
            return NULL;
        *number = block->count;
    }
    return block->last = block->slots[*number - 1];
}

void block_clear(Block *block)
{
    for (size_t number = 0; number < block->count; number++)
        free_slot(block->slots[number]);
    free(block->slots);
    if (block->shared)
        free_slot(block->shared);
    counts_clear(&block->by_start);
    *block = (Block){0};
}

Figures slot_figures(const Slot *slot)
{
    Figures sum = {0};
    for (size_t number = 0; number < slot->moments.count; number++)
        add_figures(&sum, &slot->moments.moments[number].figures);
    return sum;
}

static int find_place(Block *block, const Placing *placing, int64_t second)
{
    int64_t start = slot_of(second, placing->interval), horizon = placing->decided;
    if (placing->slides && block->greatest - placing->slack > horizon)
        horizon = block->greatest - placing->slack;
    bool late = start + placing->interval <= horizon;
    Slot *slot = slot_at(block, late ? slot_of(horizon, placing->interval) : start);
    Figures *figures = slot ? moment_figures(&slot->moments, second >= horizon ? INT64_MIN : horizon, second) : NULL;
    block->place = (Place){second, figures ? slot : NULL, figures, late};
    return figures ? FINE : NO_MEMORY;
}

int place_hit(Block *block, const Record *record, const Placing *placing, const Test *tests, size_t count, Slot **slot)
{
    Place *place = &block->place;
    int64_t second = record->second;
    bool arrives = !record->stamped || second < placing->earliest || second > placing->latest;
    *slot = NULL;
    if (arrives && !placing->arrives) {
        block->skipped++;
        return FINE;
    }
    if (arrives)
        second = placing->arrival;
    if (second > block->greatest) {
        block->greatest = second;
        place->slot = NULL;
    }
    if (count && !passes(record, tests, count)) {
        block->filtered++;
        return FINE;
    }
    if ((!place->slot || place->second != second) && find_place(block, placing, second))
        return NO_MEMORY;
    block->hits++;
    block->arrivals += arrives;
    *slot = place->slot;
    place->slot->late += place->late;
    add_hit(place->figures, record->size, is_client_error(record->status), is_server_error(record->status));
    return FINE;
}
