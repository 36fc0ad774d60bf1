/* Rows of figures by key, bounded, in order of appearance: what httplogstats.table.Table is. Knows no lines. */
#ifndef HTTPLOGSTATS_TABLE_H
#define HTTPLOGSTATS_TABLE_H

#include "hash.h"

typedef struct {
    uint64_t hits, size, size_high, client_errors, server_errors; /* the size is a sum of 128 bits */
} Figures;

typedef struct {
    Figures figures;
    uint32_t hash, key, length; /* the key is `length` bytes from `key` on in the table's keys */
} Row;

typedef struct {
    Row *rows;
    uint32_t count, room, limit;
    uint32_t mask;   /* of the index, which is at most half full */
    uint64_t *index; /* the hash of a row above its number + 1; 0 is free */
    char *keys;
    size_t used, size; /* bytes of keys */
    Figures other;
} Table;

#define KEY_LIMIT 512
#define TABLE_LIMIT 10000
#define NO_LIMIT UINT32_MAX

/* One table's order of rows: whether row `one` stands before row `other`. */
typedef bool (*Before)(const Table *table, uint32_t one, uint32_t other);

void table_clear(Table *table);
Row *table_find(const Table *table, Text key, uint32_t hash);
/* The figures of a key, made where they are missing, or `other`'s in a full table; NULL for no memory. */
Figures *table_figures(Table *table, Text key, uint32_t hash);
int table_merge(Table *into, const Table *more);
int table_keep(Table *table, uint32_t most);
/* The first rows in an order: their numbers, sorted, in memory to free; NULL for no memory. */
uint32_t *table_first(const Table *table, uint32_t *most, Before before, bool failing);
bool more_hits(const Table *table, uint32_t one, uint32_t other);
bool more_errors(const Table *table, uint32_t one, uint32_t other);
bool more_served(const Table *table, uint32_t one, uint32_t other);
bool table_same(const Table *one, const Table *other);

static inline Text key_of(const Table *table, const Row *row)
{
    return (Text){table->keys + row->key, row->length};
}

static inline void add_hit(Figures *figures, uint64_t size, int status)
{
    figures->hits++;
    figures->size += size;
    figures->size_high += figures->size < size;
    figures->client_errors += status >= 400 && status < 500;
    figures->server_errors += status >= 500 && status < 600;
}

static inline void add_figures(Figures *into, const Figures *more)
{
    into->hits += more->hits;
    into->size += more->size;
    into->size_high += more->size_high + (into->size < more->size);
    into->client_errors += more->client_errors;
    into->server_errors += more->server_errors;
}

#endif
