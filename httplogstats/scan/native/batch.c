/* Adds hits to tables, one table after the other. */
#include "batch.h"
#include "values.h"

enum {
    FAR = 256,     /* rows of a table that does not stay in the processor's cache */
    NEAR = 16,     /* keys to look ahead */
    TOGETHER = 16, /* failures that are looked for together */
    FAILURE = 4 + 2 * KEY_LIMIT + 1 /* bytes of the key of one, before it is cut */
};

/* Hits that go to the same tables, and lie side by side. */
typedef struct {
    const Batch *batch;
    size_t begin, end;
} Run;

/* A line is in the processor's cache while it is read, so its keys are hashed then. */
static inline Hashed hashed(Text key)
{
    return key.at ? (Hashed){key.at, (uint32_t)key.length, hash_of(key)} : (Hashed){NULL, 0, 0};
}

static inline Hashed word(Text key)
{
    return (Hashed){key.at, (uint32_t)key.length, 0};
}

static inline Text text_of(Hashed key)
{
    return (Text){key.at, key.length};
}

void batch_add(Batch *batch, Columns columns, Slot *slot, const Record *record)
{
    size_t number = batch->count++;
    batch->slots[number] = slot;
    batch->sizes[number] = record->size;
    batch->statuses[number] = (uint16_t)record->status;
    batch->keys[METHODS][number] = word(record->method);
    batch->keys[SECTIONS][number] = hashed(record->section);
    batch->keys[PATHS][number] = hashed(record->path);
    batch->keys[CLIENTS][number] = hashed(record->client);
    if (columns >> REFERRERS & 1)
        batch->keys[REFERRERS][number] = hashed(record->referrer);
    if (columns >> AGENTS & 1)
        batch->keys[AGENTS][number] = hashed(record->agent);
    if (columns >> HOSTS & 1)
        batch->keys[HOSTS][number] = hashed(record->host);
    if (columns >> CACHES & 1)
        batch->keys[CACHES][number] = word(record->cache);
    if (columns >> TIMES & 1) {
        batch->latencies[number] = record->latency;
        batch->upstreams[number] = record->upstream;
    }
}

static inline int add_to(Table *table, Text key, uint32_t hash, const Batch *batch, size_t number)
{
    Figures *figures = table_figures(table, key, hash);
    int status = batch->statuses[number];
    if (!figures)
        return NO_MEMORY;
    add_hit(figures, batch->sizes[number], is_client_error(status), is_server_error(status));
    return FINE;
}

/* The keys of some hits, in their table; hits that have none are left out. What keys further on will need is fetched
 * while nearer ones are counted. (In a function of its own a compiler takes that for nothing, and leaves it out.) */
static int add_column(Table *table, const Run *run, int column)
{
    const Hashed *keys = run->batch->keys[column];
    size_t begin = run->begin, end = run->end;
    bool far = table->count >= FAR;
    int status = FINE;
    for (size_t number = begin; far && number < end && number < begin + 3 * NEAR; number++)
        expect_place(table, keys[number].hash);
    for (size_t number = begin; number < end && !status; number++) {
        if (far && number + 3 * NEAR < end)
            expect_place(table, keys[number + 3 * NEAR].hash);
        if (far && number + 2 * NEAR < end)
            expect_row(table, keys[number + 2 * NEAR].hash);
        if (far && number + NEAR < end)
            expect_key(table, keys[number + NEAR].hash);
        if (keys[number].at)
            status = add_to(table, text_of(keys[number]), keys[number].hash, run->batch, number);
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
static Text failure_of(const Batch *batch, size_t number, char *key)
{
    int status = batch->statuses[number];
    Text client = text_of(batch->keys[CLIENTS][number]), path = text_of(batch->keys[PATHS][number]);
    size_t length = 4 + client.length;
    key[0] = (char)('0' + status / 100);
    key[1] = (char)('0' + status / 10 % 10);
    key[2] = (char)('0' + status % 10);
    key[3] = ' ';
    copy_text(key + 4, client.at, client.length);
    key[length++] = ' ';
    copy_text(key + length, path.at, path.length);
    return cut((Text){key, length + path.length}, KEY_LIMIT);
}

static int add_failures(Table *table, const Run *run)
{
    char room[TOGETHER][FAILURE];
    Hashed keys[TOGETHER];
    size_t numbers[TOGETHER], number = run->begin;
    int status = FINE;
    while (number < run->end && !status) {
        size_t count = 0;
        for (; number < run->end && count < TOGETHER; number++) {
            if (run->batch->statuses[number] < 400)
                continue;
            keys[count] = hashed(failure_of(run->batch, number, room[count]));
            expect_place(table, keys[count].hash);
            numbers[count++] = number;
        }
        for (size_t at = 0; at < count; at++)
            expect_row(table, keys[at].hash);
        for (size_t at = 0; at < count; at++)
            expect_key(table, keys[at].hash);
        for (size_t at = 0; at < count && !status; at++)
            status = add_to(table, text_of(keys[at]), keys[at].hash, run->batch, numbers[at]);
    }
    return status;
}

/* Of methods and caches hits are all that is counted, and most lines have that of the one before. */
static int add_words(Table *words, const Run *run, int column)
{
    const Hashed *keys = run->batch->keys[column];
    for (size_t number = run->begin, next; number < run->end; number = next) {
        Text key = text_of(keys[number]);
        for (next = number + 1; next < run->end; next++)
            if (keys[next].length != key.length || !keys[next].at != !key.at ||
                !same_key(keys[next].at, key.at, key.length))
                break;
        if (!key.at)
            continue;
        Figures *figures = table_figures(words, key, hash_of(key));
        if (!figures)
            return NO_MEMORY;
        figures->hits += next - number;
    }
    return FINE;
}

/* Most lines have the status of the one before. */
static int add_statuses(Counts *counts, const Run *run)
{
    const uint16_t *statuses = run->batch->statuses;
    for (size_t number = run->begin, next; number < run->end; number = next) {
        for (next = number + 1; next < run->end && statuses[next] == statuses[number]; next++)
            ;
        uint64_t *hits = counts_at(counts, statuses[number]);
        if (!hits)
            return NO_MEMORY;
        *hits += next - number;
    }
    return FINE;
}

static int add_latency(Slot *slot, Hashed section, int64_t latency)
{
    int bucket = bucket_of(latency);
    if (raise_count(&slot->latency, (uint64_t)bucket))
        return NO_MEMORY;
    if (!table_find(slot->tables[SECTIONS], text_of(section), section.hash))
        return FINE;
    return times_add(slot->times, text_of(section), section.hash, bucket, 1);
}

static int add_times(Slot *slot, const Run *run)
{
    int status = FINE;
    for (size_t number = run->begin; number < run->end && !status; number++) {
        int64_t latency = run->batch->latencies[number], upstream = run->batch->upstreams[number];
        if (latency >= 0)
            status = add_latency(slot, run->batch->keys[SECTIONS][number], latency);
        if (!status && upstream >= 0)
            status = raise_count(&slot->upstream, (uint64_t)bucket_of(upstream));
    }
    return status;
}

static int count_rows(Slot *slot, const Run *run, Columns columns)
{
    int status = FINE;
    for (int column = 0; column < TABLES && !status; column++)
        if (column != FAILURES && columns >> column & 1)
            status = add_column(slot->tables[column], run, column);
    return !status && columns >> FAILURES & 1 ? add_failures(slot->tables[FAILURES], run) : status;
}

/* What has no table; of times, those of sections that have a row. */
static int count_rest(Slot *slot, const Run *run, Columns columns)
{
    int status = FINE;
    if (columns >> STATUSES & 1)
        status = add_statuses(&slot->statuses, run);
    if (!status && columns >> METHODS & 1)
        status = add_words(&slot->methods, run, METHODS);
    if (!status && columns >> CACHES & 1)
        status = add_words(&slot->caches, run, CACHES);
    return !status && columns >> TIMES & 1 ? add_times(slot, run) : status;
}

/* A slot often holds as much as the one before it. */
static int expect_rows(Slot *slot, const Slot *before, Columns columns)
{
    int status = FINE;
    for (int column = 0; column < TABLES && !status; column++)
        if (columns >> column & 1)
            status = table_expect(slot->tables[column], before->tables[column]);
    return status;
}

int batch_count(const Batch *batch, Columns columns)
{
    Run run = {.batch = batch, .end = batch->count};
    bool shared = batch->count && batch->slots[0]->shares;
    int status = shared ? count_rows(batch->slots[0], &run, columns) : FINE;
    for (; run.begin < batch->count && !status; run.begin = run.end) {
        Slot *slot = batch->slots[run.begin];
        for (run.end = run.begin + 1; run.end < batch->count && batch->slots[run.end] == slot; run.end++)
            ;
        if (run.begin && !shared)
            status = expect_rows(slot, batch->slots[run.begin - 1], columns);
        if (!status && !shared)
            status = count_rows(slot, &run, columns);
        if (!status)
            status = count_rest(slot, &run, columns);
    }
    return status;
}
