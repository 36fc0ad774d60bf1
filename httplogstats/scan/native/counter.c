/* Has batches counted beside the reading of lines, by a second thread, and by the first one when it would wait. */
#include <signal.h>
#include <stdlib.h>

#include "batch.h"

/* Of about the same cost. Times belong to rows of sections, and what lies in the slot itself is for one thread. */
static const Columns lanes[LANES] = {
    1u << SECTIONS | 1u << PATHS | 1u << TIMES | 1u << METHODS | 1u << CACHES | 1u << STATUSES,
    1u << CLIENTS | 1u << AGENTS,
    1u << FAILURES | 1u << REFERRERS | 1u << HOSTS,
};

/* How many batches are counted whole. */
static size_t counted(const Counter *counter)
{
    size_t least = counter->given;
    for (int number = 0; number < counter->lane_count; number++)
        if (counter->lanes[number].counted < least)
            least = counter->lanes[number].counted;
    return least;
}

/* The lane that is most behind, of those that nobody counts; NULL where there is nothing to do. */
static Lane *free_lane(Counter *counter)
{
    Lane *found = NULL;
    for (Lane *lane = counter->lanes; lane < counter->lanes + counter->lane_count; lane++)
        if (!lane->busy && lane->counted < counter->given && (!found || lane->counted < found->counted))
            found = lane;
    return found;
}

/* Counts a batch of a lane, or waits until there may be one to be counted. The lock is held before and after. */
static void count_or_wait(Counter *counter, Lane *lane)
{
    if (!lane) {
        pthread_cond_wait(&counter->changed, &counter->lock);
        return;
    }
    const Batch *batch = &counter->ring[lane->counted % counter->size];
    int status = counter->status;
    lane->busy = true;
    pthread_mutex_unlock(&counter->lock);
    if (!status)
        status = batch_count(batch, lane->columns);
    pthread_mutex_lock(&counter->lock);
    if (status)
        counter->status = status;
    lane->busy = false;
    lane->counted++;
    pthread_cond_signal(&counter->changed);
}

static void *help(void *whom)
{
    Counter *counter = whom;
    Lane *lane;
    pthread_mutex_lock(&counter->lock);
    while ((lane = free_lane(counter)) || !counter->ended)
        count_or_wait(counter, lane);
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
    bool started = pthread_create(&counter->thread, NULL, help, counter) == 0;
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
        pthread_cond_init(&counter->changed, NULL);
        for (int number = 0; number < LANES; number++)
            if (lanes[number] & columns)
                counter->lanes[counter->lane_count++].columns = lanes[number] & columns;
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
        pthread_cond_signal(&counter->changed);
        while (counter->given - counted(counter) == counter->size)
            count_or_wait(counter, free_lane(counter));
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
        pthread_cond_signal(&counter->changed);
        while (counted(counter) < counter->given)
            count_or_wait(counter, free_lane(counter));
        pthread_mutex_unlock(&counter->lock);
        pthread_join(counter->thread, NULL);
    }
    if (counter->size > 1) {
        pthread_mutex_destroy(&counter->lock);
        pthread_cond_destroy(&counter->changed);
    }
    for (size_t number = 0; counter->ring && number < counter->size; number++)
        free(counter->ring[number].room);
    free(counter->ring);
    counter->ring = NULL;
    return counter->status;
}
