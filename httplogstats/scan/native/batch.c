/* Adds hits of one slot to its tables, one table after the other. */
#include "batch.h"
#include "values.h"

/* The keys of a batch in one table; hits that have none are left out. */
typedef struct {
    size_t count;
    Text keys[BATCH];
    uint32_t hashes[BATCH];
    const Record *records[BATCH];
} Column;

static void take_column(Column *column, const Record *records, size_t count, size_t place)
{
    column->count = 0;
    for (size_t number = 0; number < count; number++) {
        const Record *record = &records[number];
        Text key = *(const Text *)(const void *)((const char *)record + place);
        if (!key.at)
            continue;
        column->keys[column->count] = key;
        column->hashes[column->count] = hash_of(key);
        column->records[column->count++] = record;
    }
}

static int add_column(Table *table, const Column *column)
{
    for (size_t number = 0; number < column->count; number++)
        expect_key(table, column->hashes[number]);
    for (size_t number = 0; number < column->count; number++)
        expect_row(table, column->hashes[number]);
    for (size_t number = 0; number < column->count; number++) {
        const Record *record = column->records[number];
        Figures *figures = table_figures(table, column->keys[number], column->hashes[number]);
        if (!figures)
            return NO_MEMORY;
        add_hit(figures, record->size, record->status);
    }
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
    Figures *figures = table_figures(table, whole, hash_of(whole));
    if (!figures)
        return NO_MEMORY;
    add_hit(figures, record->size, record->status);
    return FINE;
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

static int add_numbers(Slot *slot, const Record *record)
{
    int status = raise_count(&slot->statuses, (uint64_t)record->status);
    if (!status && record->status >= 400)
        status = add_failure(slot->tables[FAILURES], record);
    if (!status && record->latency >= 0)
        status = add_latency(slot, record);
    if (!status && record->upstream >= 0)
        status = raise_count(&slot->upstream, (uint64_t)bucket_of(record->upstream));
    return status;
}

/* Hits of one slot. */
static int count_records(Slot *slot, const Record *records, size_t count)
{
    const struct {
        size_t place; /* of the key in a record */
        Table *table;
    } columns[] = {
        {offsetof(Record, method), &slot->methods},
        {offsetof(Record, section), slot->tables[SECTIONS]},
        {offsetof(Record, path), slot->tables[PATHS]},
        {offsetof(Record, client), slot->tables[CLIENTS]},
        {offsetof(Record, referrer), slot->tables[REFERRERS]},
        {offsetof(Record, agent), slot->tables[AGENTS]},
        {offsetof(Record, host), slot->tables[HOSTS]},
        {offsetof(Record, cache), &slot->caches},
    };
    Column column;
    int status = FINE;
    for (size_t number = 0; number < sizeof columns / sizeof *columns && !status; number++) {
        take_column(&column, records, count, columns[number].place);
        status = add_column(columns[number].table, &column);
    }
    for (size_t number = 0; number < count && !status; number++)
        status = add_numbers(slot, &records[number]);
    return status;
}

int count_batch(const Batch *batch)
{
    int status = FINE;
    for (size_t begin = 0, end; begin < batch->count && !status; begin = end) {
        for (end = begin + 1; end < batch->count && batch->slots[end] == batch->slots[begin]; end++)
            ;
        status = count_records(batch->slots[begin], batch->records + begin, end - begin);
    }
    return status;
}
