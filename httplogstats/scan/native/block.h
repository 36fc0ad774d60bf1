/* Counts a block of lines: httplogstats.scan.exact without Python, so that it runs without Python's lock. */
#ifndef HTTPLOGSTATS_BLOCK_H
#define HTTPLOGSTATS_BLOCK_H

#include "json.h"
#include "record.h"
#include "times.h"

/* httplogstats.clock.Placing. */
typedef struct {
    int64_t earliest, latest, arrival, decided, interval, slack, greatest;
    bool arrives, slides; /* whether there is an arrival, and a slack */
} Placing;

/* What is counted of a slot: its tables in the order of TABLES in httplogstats/tally.py, and what else has keys. */
enum {
    SECTIONS, PATHS, CLIENTS, FAILURES, REFERRERS, AGENTS, HOSTS, TABLES,
    METHODS = TABLES, CACHES, KEYED, TIMES = KEYED, STATUSES
};
typedef uint32_t Columns; /* which of them, a bit for each */

enum { APART = 128 }; /* bytes between what two threads write, so that neither waits for the other */

typedef struct {
    int64_t start;
    Table *tables[TABLES]; /* each apart */
    Times *times;          /* of the sections */
    void *owner;           /* of the tables and times, where they are lent */
    bool shares;           /* whether they are those of all slots */
    _Alignas(APART) uint64_t late;
    Moments moments;
    _Alignas(APART) Counts statuses; /* from here on for whoever counts batches */
    Counts latency, upstream;
    Table methods, caches;
} Slot;

enum { SAMPLES = 20, SAMPLE_LIMIT = 1024 };

/* Where hits of one second are counted, as long as the greatest second stays the same. */
typedef struct {
    int64_t second;
    Slot *slot; /* NULL: not known */
    Figures *figures;
    bool late;
} Place;

typedef struct {
    Slot **slots; /* in order of appearance */
    size_t count, room;
    Counts by_start; /* the number + 1 */
    Slot *shared;    /* whose tables and times all slots count into; NULL where each has its own */
    Slot *last;
    Place place; /* of the last hit */
    uint64_t hits, malformed, blank, skipped, filtered, arrivals;
    int64_t greatest;
    Text samples[SAMPLES]; /* the malformed line n is at n % SAMPLES */
} Block;

/* Reads a line that the scanner leaves over: FINE with values, FINE and `fits` false, or FAILED. */
typedef int (*ReadOdd)(void *whom, Text line, Values *values, bool *fits);

typedef struct {
    Layout layout;
    Stamps stamps;
    Columns uncounted; /* tables that nobody asks for */
    size_t helped; /* of blocks of so many bytes another thread counts while they are read; 0 for none */
    ReadOdd read_odd;
    void *whom;
} Scanner;

int scan_block(Scanner *scanner, Text data, const Placing *placing, const Test *tests, size_t count, Block *block);
/* Where a hit is counted; `slot` is NULL for one that is not. */
int place_hit(Block *block, const Record *record, const Placing *placing, const Test *tests, size_t count, Slot **slot);
/* All hits of a slot. */
Figures slot_figures(const Slot *slot);
/* The slot that begins at `start`, made where it is missing; NULL for no memory. */
Slot *slot_at(Block *block, int64_t start);
/* A slot whose tables and times all others share; to be asked for before them. NULL for no memory. */
Slot *slot_to_share(Block *block);
void block_clear(Block *block);

#endif
