/* Hits that are counted together, table by table: so memory is waited for once and not at each. */
#ifndef HTTPLOGSTATS_BATCH_H
#define HTTPLOGSTATS_BATCH_H

#include <pthread.h>

#include "block.h"

enum { BATCH = 512, RING = 8 };

typedef struct {
    size_t count;
    Slot *slots[BATCH]; /* of the records */
    Record records[BATCH];
    char *room; /* for their strings that do not stand in the block: of JSON, without escapes */
    size_t used, size;
} Batch;

/* The tables of few keys, and those of many. No table is in both. */
int batch_few(const Batch *batch);
int batch_many(const Batch *batch);

/* Batches are filled, given and counted in order: at once, or the tables of many keys on a thread of its own, which
 * knows no Python. */
typedef struct {
    Batch *ring;
    size_t size, given, counted;
    int status;
    bool helped, ended;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more, less;
} Counter;

int counter_begin(Counter *counter, bool helped);
/* The empty batch to be filled. */
static inline Batch *batch_of(Counter *counter)
{
    return &counter->ring[counter->given % counter->size];
}
int counter_give(Counter *counter);
/* Waits until all that was given is counted, also after a failure; the status of all. */
int counter_end(Counter *counter);

#endif
