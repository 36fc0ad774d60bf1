/* Hits that are counted together, table by table: so memory is waited for once and not at each. */
#ifndef HTTPLOGSTATS_BATCH_H
#define HTTPLOGSTATS_BATCH_H

#include <pthread.h>

#include "block.h"

enum { BATCH = 512, RING = 8 };

typedef struct {
    const char *at; /* NULL: the hit has none */
    uint32_t length, hash;
} Hashed;

/* Hits by columns: whoever counts reads what he counts, and nothing in between. Failures have no keys of their own. */
typedef struct {
    size_t count;
    Slot *slots[BATCH];
    uint64_t sizes[BATCH];
    uint16_t statuses[BATCH];
    int64_t latencies[BATCH], upstreams[BATCH]; /* -1 where the log has none */
    Hashed keys[KEYED][BATCH];
    char *room; /* for strings that do not stand in the block: of JSON, without escapes */
    size_t used, size;
} Batch;

/* Adds a hit to a batch that is not full. */
void batch_add(Batch *batch, Columns columns, Slot *slot, const Record *record);
/* Counts all hits, where their slots are. */
int batch_count(const Batch *batch, Columns columns);

/* Columns that are counted one batch after the other, by one thread at a time. */
typedef struct {
    Columns columns;
    size_t counted; /* batches */
    bool busy;
} Lane;

enum { LANES = 3 };

/* Batches are filled and given, and counted in order: at once, or by a thread that knows no Python. Whoever fills them
 * counts, too, when he would wait. */
typedef struct {
    Batch *ring, *batch; /* the one that is filled */
    Columns columns;
    size_t size, given;
    Lane lanes[LANES]; /* those that have columns */
    int lane_count;
    int status;
    bool helped, ended;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} Counter;

int counter_begin(Counter *counter, Columns columns, bool helped);
int counter_give(Counter *counter);
/* Waits until all that was given is counted, also after a failure; the status of all. */
int counter_end(Counter *counter);

#endif
