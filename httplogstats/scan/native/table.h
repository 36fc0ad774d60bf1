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
    uint32_t kept;   /* how many of the greatest rows stay when it is full and a new key comes; 0: then none need go */
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

/* An empty one of the same limits. */
static inline Table table_like(const Table *table)
{
    return (Table){.limit = table->limit, .kept = table->kept};
}

void table_clear(Table *table);
/* The figures of a key that has no row: a new one's, for which a full table may fold its small ones, or `other`'s; NULL
 * for no memory. */
Figures *table_add(Table *table, Text key, uint32_t hash);
/* Room in an empty table for so many rows and bytes of keys. A row that is appended there is not looked for before the
 * table is opened. */
int table_reserve(Table *table, uint32_t rows, size_t keys);
void table_append(Table *table, Text key, const Figures *figures);
int table_open(Table *table);
/* Give back memory that is too large for the rows. Before the next use, make the index again. */
void table_shrink(Table *table);
void table_index(Table *table);
/* Makes room in a table that has none for as much as another one holds. */
int table_expect(Table *table, const Table *like);
int table_merge(Table *into, const Table *more);
int table_keep(Table *table, uint32_t most);
/* The first rows in an order: their numbers, sorted, in memory to free; NULL for no memory. */
uint32_t *table_first(const Table *table, uint32_t *most, Before before, bool failing);
bool more_hits(const Table *table, uint32_t one, uint32_t other);
bool more_errors(const Table *table, uint32_t one, uint32_t other);
bool more_served(const Table *table, uint32_t one, uint32_t other);
bool table_same(const Table *one, const Table *other);

#if defined(__GNUC__)
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)(address))
#endif

/* A key will be asked for: what lies far away in memory is fetched meanwhile, its place first, then its row, then the
 * key that the row has. */
static inline void expect_place(const Table *table, uint32_t hash)
{
    if (table->index)
        FETCH(&table->index[hash & table->mask]);
}

static inline void expect_row(const Table *table, uint32_t hash)
{
    uint32_t number = table->index ? (uint32_t)table->index[hash & table->mask] : 0;
    if (number) {
        FETCH(&table->rows[number - 1]);
        FETCH(&table->rows[number - 1].length);
    }
}

static inline void expect_key(const Table *table, uint32_t hash)
{
    uint32_t number = table->index ? (uint32_t)table->index[hash & table->mask] : 0;
    if (number)
        FETCH(table->keys + table->rows[number - 1].key);
}

static inline bool same16(const char *one, const char *other)
{
    return ((load64(one) ^ load64(other)) | (load64(one + 8) ^ load64(other + 8))) == 0;
}

static inline bool same_key(const char *one, const char *other, size_t length)
{
    if (length >= 16) { /* the last 16 bytes overlap those before them */
        for (size_t at = 0; at + 16 < length; at += 16)
            if (!same16(one + at, other + at))
                return false;
        return same16(one + length - 16, other + length - 16);
    }
    if (length >= 8)
        return load64(one) == load64(other) && load64(one + length - 8) == load64(other + length - 8);
    if (length >= 4)
        return load32(one) == load32(other) && load32(one + length - 4) == load32(other + length - 4);
    for (; length; length--)
        if (*one++ != *other++)
            return false;
    return true;
}

static inline Row *table_find(const Table *table, Text key, uint32_t hash)
{
    if (!table->index)
        return NULL;
    for (uint32_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        uint64_t entry = table->index[at];
        if (entry == 0)
            return NULL;
        if ((uint32_t)(entry >> 32) != hash)
            continue;
        Row *row = &table->rows[(uint32_t)entry - 1];
        if (row->length == key.length && same_key(table->keys + row->key, key.at, key.length))
            return row;
    }
}

/* The figures of a key, made where they are missing, or `other`'s in a full table; NULL for no memory. */
static inline Figures *table_figures(Table *table, Text key, uint32_t hash)
{
    Row *row = table_find(table, key, hash);
    return row ? &row->figures : table_add(table, key, hash);
}

static inline Text key_of(const Table *table, const Row *row)
{
    return (Text){table->keys + row->key, row->length};
}

static inline void add_hit(Figures *figures, uint64_t size, bool client_error, bool server_error)
{
    figures->hits++;
    figures->size += size;
    figures->size_high += figures->size < size;
    figures->client_errors += client_error;
    figures->server_errors += server_error;
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
