/* Hands batches from the thread that reads lines to the one that counts them. */
#include <signal.h>
#include <stdlib.h>

#include "batch.h"

static void *count_given(void *whom)
{
    Counter *counter = whom;
    pthread_mutex_lock(&counter->lock);
    for (;;) {
        while (counter->counted == counter->given && !counter->ended)
            pthread_cond_wait(&counter->more, &counter->lock);
        if (counter->counted == counter->given)
            break;
        Batch *batch = &counter->ring[counter->counted % counter->size];
        int status = counter->status;
        pthread_mutex_unlock(&counter->lock);
        if (!status)
            status = batch_count(batch, counter->columns);
        pthread_mutex_lock(&counter->lock);
        counter->status = status;
        counter->counted++;
        pthread_cond_signal(&counter->less);
    }
    pthread_mutex_unlock(&counter->lock);
    return NULL;
}

/* Signals are for the thread that knows Python. */
static bool start(Counter *counter)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before))
        return false;
    bool started = pthread_create(&counter->thread, NULL, count_given, counter) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

int counter_begin(Counter *counter, Columns columns, bool helped)
{
    size_t size = helped ? RING : 1;
    Batch *ring = malloc(size * sizeof(Batch));
    *counter = (Counter){.ring = ring, .batch = ring, .columns = columns, .size = size, .helped = helped};
    if (!ring)
        return NO_MEMORY;
    for (size_t number = 0; number < size; number++) {
        Batch *batch = &counter->ring[number];
        batch->room = NULL;
        batch->count = batch->used = batch->size = 0;
    }
    if (helped) {
        pthread_mutex_init(&counter->lock, NULL);
        pthread_cond_init(&counter->more, NULL);
        pthread_cond_init(&counter->less, NULL);
        counter->helped = start(counter); /* else it is counted at once, and the ring is longer than needed */
    }
    return FINE;
}

int counter_give(Counter *counter)
{
    int status;
    if (counter->helped) {
        pthread_mutex_lock(&counter->lock);
        counter->given++;
        pthread_cond_signal(&counter->more);
        while (counter->given - counter->counted == counter->size)
            pthread_cond_wait(&counter->less, &counter->lock);
        status = counter->status;
        pthread_mutex_unlock(&counter->lock);
        counter->batch = &counter->ring[counter->given % counter->size];
    } else {
        status = counter->status = batch_count(counter->batch, counter->columns);
    }
    counter->batch->count = counter->batch->used = 0;
    return status;
}

int counter_end(Counter *counter)
{
    if (counter->helped) {
        pthread_mutex_lock(&counter->lock);
        counter->ended = true;
        pthread_cond_signal(&counter->more);
        pthread_mutex_unlock(&counter->lock);
        pthread_join(counter->thread, NULL);
    }
    if (counter->size > 1) {
        pthread_mutex_destroy(&counter->lock);
        pthread_cond_destroy(&counter->more);
        pthread_cond_destroy(&counter->less);
    }
    for (size_t number = 0; counter->ring && number < counter->size; number++)
        free(counter->ring[number].room);
    free(counter->ring);
    counter->ring = NULL;
    return counter->status;
}
