/* Places a hit and adds it to the counts of its slot (semantics T2, T4, T5, T6). */
#include <stdlib.h>

#include "block.h"
#include "values.h"

static int64_t slot_of(int64_t second, int64_t interval)
{
    int64_t into = second % interval;
    return second - (into < 0 ? into + interval : into);
}

static void free_slot(Slot *slot)
{
    moments_clear(&slot->moments);
    counts_clear(&slot->statuses);
    counts_clear(&slot->latency);
    counts_clear(&slot->upstream);
    table_clear(&slot->methods);
    table_clear(&slot->caches);
    for (int number = 0; number < TABLES; number++) {
        if (slot->tables[number])
            table_clear(slot->tables[number]);
        free(slot->tables[number]);
    }
    if (slot->times)
        times_clear(slot->times);
    free(slot->times);
    free(slot);
}

static Slot *new_slot(int64_t start)
{
    Slot *slot = calloc(1, sizeof *slot);
    if (!slot)
        return NULL;
    slot->start = start;
    slot->methods.limit = slot->caches.limit = NO_LIMIT;
    slot->times = calloc(1, sizeof *slot->times);
    bool all = slot->times != NULL;
    for (int number = 0; number < TABLES; number++) {
        slot->tables[number] = calloc(1, sizeof(Table));
        if (slot->tables[number])
            slot->tables[number]->limit = TABLE_LIMIT;
        else
            all = false;
    }
    if (all)
        return slot;
    free_slot(slot);
    return NULL;
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
    Slot *slot = new_slot(start);
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
    counts_clear(&block->by_start);
    *block = (Block){0};
}

static int add_to(Table *table, Text key, uint32_t hash, const Record *record)
{
    Figures *figures = table_figures(table, key, hash);
    if (!figures)
        return NO_MEMORY;
    add_hit(figures, record->size, record->status);
    return FINE;
}

static int raise_count(Counts *counts, uint64_t key)
{
    uint64_t *count = counts_at(counts, key);
    if (!count)
        return NO_MEMORY;
    ++*count;
    return FINE;
}

/* `404 10.0.0.1 /missing`, cut like any key. */
static int add_failure(Table *table, const Record *record)
{
    char key[4 + 2 * KEY_LIMIT + 1];
    size_t length = 4 + record->client.length;
    key[0] = (char)('0' + record->status / 100);
    key[1] = (char)('0' + record->status / 10 % 10);
    key[2] = (char)('0' + record->status % 10);
    key[3] = ' ';
    memcpy(key + 4, record->client.at, record->client.length);
    key[length++] = ' ';
    memcpy(key + length, record->path.at, record->path.length);
    Text whole = cut((Text){key, length + record->path.length}, KEY_LIMIT);
    return add_to(table, whole, hash_of(whole), record);
}

static int add_latency(Slot *slot, const Record *record)
{
    int bucket = bucket_of(record->latency);
    uint32_t hash = hash_of(record->section);
    if (raise_count(&slot->latency, (uint64_t)bucket))
        return NO_MEMORY;
    if (!table_find(slot->tables[SECTIONS], record->section, hash))
        return FINE;
    return times_add(slot->times, record->section, hash, bucket, 1);
}

/* All keys are hashed before the first is looked for, so that memory is waited for once and not at each. */
static int add_keys(Slot *slot, const Record *record)
{
    const Text keys[TABLES] = {record->section,  record->path,  record->client, {NULL, 0},
                               record->referrer, record->agent, record->host};
    uint32_t hashes[TABLES];
    int status = FINE;
    for (int number = 0; number < TABLES; number++) {
        hashes[number] = keys[number].at ? hash_of(keys[number]) : 0;
        if (keys[number].at)
            expect_key(slot->tables[number], hashes[number]);
    }
    for (int number = 0; number < TABLES; number++)
        if (keys[number].at)
            expect_row(slot->tables[number], hashes[number]);
    for (int number = 0; number < TABLES && !status; number++)
        if (keys[number].at)
            status = add_to(slot->tables[number], keys[number], hashes[number], record);
    return status;
}

static int add_record(Slot *slot, const Record *record)
{
    int status = raise_count(&slot->statuses, (uint64_t)record->status) ||
                 add_to(&slot->methods, record->method, hash_of(record->method), record) || add_keys(slot, record);
    if (!status && record->status >= 400)
        status = add_failure(slot->tables[FAILURES], record);
    if (!status && record->cache.at)
        status = add_to(&slot->caches, record->cache, hash_of(record->cache), record);
    if (!status && record->latency >= 0)
        status = add_latency(slot, record);
    if (!status && record->upstream >= 0)
        status = raise_count(&slot->upstream, (uint64_t)bucket_of(record->upstream));
    add_hit(&slot->figures, record->size, record->status);
    return status ? NO_MEMORY : FINE;
}

int count_hit(Block *block, const Record *record, const Placing *placing, const Test *tests, size_t count)
{
    int64_t second = record->second, horizon = placing->decided;
    bool arrives = !record->stamped || second < placing->earliest || second > placing->latest;
    if (arrives && !placing->arrives) {
        block->skipped++;
        return FINE;
    }
    if (arrives)
        second = placing->arrival;
    if (second > block->greatest)
        block->greatest = second;
    if (!passes(record, tests, count)) {
        block->filtered++;
        return FINE;
    }
    block->hits++;
    block->arrivals += arrives;
    if (placing->slides && block->greatest - placing->slack > horizon)
        horizon = block->greatest - placing->slack;
    int64_t start = slot_of(second, placing->interval);
    bool late = start + placing->interval <= horizon;
    Slot *slot = slot_at(block, late ? slot_of(horizon, placing->interval) : start);
    if (!slot)
        return NO_MEMORY;
    slot->late += late;
    Figures *figures = moment_figures(&slot->moments, second >= horizon ? INT64_MIN : horizon, second);
    if (!figures)
        return NO_MEMORY;
    add_hit(figures, record->size, record->status);
    return add_record(slot, record);
}
