/* Adds hits of one slot to its tables, one table after the other. */
#include "batch.h"
#include "values.h"

enum { FAR = 256 }; /* rows of a table that does not stay in the processor's cache */

static Text key_at(const Record *record, size_t place)
{
    return *(const Text *)(const void *)((const char *)record + place);
}

static int add_to(Table *table, Text key, uint32_t hash, const Record *record)
{
    Figures *figures = table_figures(table, key, hash);
    if (!figures)
        return NO_MEMORY;
    add_hit(figures, record->size, record->client_error, record->server_error);
    return FINE;
}

/* The keys at one `place` of some records, in their table; hits that have none are left out. */
static int add_column(Table *table, const Record *records, size_t count, size_t place)
{
    uint32_t hashes[BATCH];
    int status = FINE;
    for (size_t number = 0; number < count; number++) {
        Text key = key_at(&records[number], place);
        hashes[number] = key.at ? hash_of(key) : 0;
    }
    if (table->count >= FAR) {
        for (size_t number = 0; number < count; number++)
            expect_place(table, hashes[number]);
        for (size_t number = 0; number < count; number++)
            expect_row(table, hashes[number]);
        for (size_t number = 0; number < count; number++)
            expect_key(table, hashes[number]);
    }
    for (size_t number = 0; number < count && !status; number++) {
        Text key = key_at(&records[number], place);
        if (key.at)
            status = add_to(table, key, hashes[number], &records[number]);
    }
    return status;
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

/* Of methods and caches hits are all that is counted, and most lines have that of the one before. */
static int add_words(Table *words, const Record *records, size_t count, size_t place)
{
    for (size_t number = 0, run; number < count; number += run) {
        Text key = key_at(&records[number], place);
        for (run = 1; number + run < count; run++) {
            Text next = key_at(&records[number + run], place);
            if (next.length != key.length || !next.at != !key.at || !same_key(next.at, key.at, key.length))
                break;
        }
        if (!key.at)
            continue;
        Figures *figures = table_figures(words, key, hash_of(key));
        if (!figures)
            return NO_MEMORY;
        figures->hits += run;
    }
    return FINE;
}

/* Most lines have the status of the one before. */
static int add_statuses(Counts *statuses, const Record *records, size_t count)
{
    for (size_t number = 0, run; number < count; number += run) {
        int status = records[number].status;
        for (run = 1; number + run < count && records[number + run].status == status; run++)
            ;
        uint64_t *hits = counts_at(statuses, (uint64_t)status);
        if (!hits)
            return NO_MEMORY;
        *hits += run;
    }
    return FINE;
}

static int add_times(Slot *slot, const Record *record)
{
    int status = record->latency < 0 ? FINE : add_latency(slot, record);
    if (!status && record->upstream >= 0)
        status = raise_count(&slot->upstream, (uint64_t)bucket_of(record->upstream));
    return status;
}

/* What is near at hand: it costs about as much as handing the records on. */
static int count_few(Slot *slot, const Record *records, size_t count)
{
    int status = add_statuses(&slot->statuses, records, count);
    if (!status)
        status = add_words(&slot->methods, records, count, offsetof(Record, method));
    if (!status)
        status = add_words(&slot->caches, records, count, offsetof(Record, cache));
    if (!status)
        status = add_column(slot->tables[SECTIONS], records, count, offsetof(Record, section));
    for (size_t number = 0; number < count && !status; number++)
        status = add_times(slot, &records[number]);
    return status;
}

static int count_many(Slot *slot, const Record *records, size_t count)
{
    const struct {
        size_t place; /* of the key in a record */
        Table *table;
    } columns[] = {
        {offsetof(Record, path), slot->tables[PATHS]},
        {offsetof(Record, client), slot->tables[CLIENTS]},
        {offsetof(Record, referrer), slot->tables[REFERRERS]},
        {offsetof(Record, agent), slot->tables[AGENTS]},
        {offsetof(Record, host), slot->tables[HOSTS]},
    };
    int status = FINE;
    for (size_t number = 0; number < sizeof columns / sizeof *columns && !status; number++)
        status = add_column(columns[number].table, records, count, columns[number].place);
    for (size_t number = 0; number < count && !status; number++)
        if (records[number].status >= 400)
            status = add_failure(slot->tables[FAILURES], &records[number]);
    return status;
}

static int count_runs(const Batch *batch, int (*count)(Slot *, const Record *, size_t))
{
    int status = FINE;
    for (size_t begin = 0, end; begin < batch->count && !status; begin = end) {
        for (end = begin + 1; end < batch->count && batch->slots[end] == batch->slots[begin]; end++)
            ;
        status = count(batch->slots[begin], batch->records + begin, end - begin);
    }
    return status;
}

int batch_few(const Batch *batch)
{
    return count_runs(batch, count_few);
}

int batch_many(const Batch *batch)
{
    return count_runs(batch, count_many);
}
