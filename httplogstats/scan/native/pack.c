/* Numbers are written in groups of 7 bits, the low ones first; a set high bit says that more follow.

A table is its limits, `other`, the number of its rows, the bytes of their keys, then the rows in order of appearance.
A row is the length of its key above two flags, the key, and its figures: what a flag does not say is left out.
Histograms are the table of their sections, the number of their counts, then each count behind the distance of its key
from the key before. */
#include <stdlib.h>

#include "pack.h"

enum { LARGE = 1, ERRORS = 2, FLAG_BITS = 2 };

typedef struct {
    char *at; /* NULL where bytes are only counted */
    size_t length;
} Writer;

static void write_number(Writer *out, uint64_t number)
{
    do {
        if (out->at)
            out->at[out->length] = (char)((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
        out->length++;
    } while (number >>= 7);
}

static void write_text(Writer *out, Text text)
{
    if (out->at)
        copy_text(out->at + out->length, text.at, text.length);
    out->length += text.length;
}

/* The figures, behind a number that has their flags below. */
static void write_row(Writer *out, Text key, const Figures *figures)
{
    unsigned large = figures->size_high ? LARGE : 0;
    unsigned errors = figures->client_errors || figures->server_errors ? ERRORS : 0;
    write_number(out, (uint64_t)key.length << FLAG_BITS | large | errors);
    write_text(out, key);
    write_number(out, figures->hits);
    write_number(out, figures->size);
    if (large)
        write_number(out, figures->size_high);
    if (errors) {
        write_number(out, figures->client_errors);
        write_number(out, figures->server_errors);
    }
}

static void write_table(Writer *out, const Table *table)
{
    write_number(out, table->limit);
    write_number(out, table->kept);
    write_row(out, TEXT(""), &table->other);
    write_number(out, table->count);
    write_number(out, table->used);
    for (uint32_t number = 0; number < table->count; number++)
        write_row(out, key_of(table, &table->rows[number]), &table->rows[number].figures);
}

char *table_pack(const Table *table, size_t *length)
{
    enum { MOST = 10, NUMBERS = 7 }; /* bytes of a number, numbers of a row */
    Writer out = {malloc((size_t)MOST * NUMBERS * (table->count + 2) + table->used), 0};
    if (out.at)
        write_table(&out, table);
    *length = out.length;
    return out.at;
}

static int by_key(const void *one, const void *other)
{
    uint64_t mine = ((const Count *)one)->key, its = ((const Count *)other)->key;
    return (mine > its) - (mine < its);
}

size_t times_pack(const Times *times, char *into)
{
    Writer out = {into, 0};
    size_t count = 0;
    Count *sorted = malloc((times->counts.count + 1) * sizeof *sorted);
    if (!sorted)
        return 0;
    for (size_t at = 0; times->counts.places && at <= times->counts.mask; at++)
        if (times->counts.places[at].count)
            sorted[count++] = times->counts.places[at];
    qsort(sorted, count, sizeof *sorted, by_key);
    write_table(&out, &times->sections);
    write_number(&out, count);
    for (size_t at = 0; at < count; at++) {
        write_number(&out, sorted[at].key - (at ? sorted[at - 1].key : 0));
        write_number(&out, sorted[at].count);
    }
    free(sorted);
    return out.length;
}

/* The next number, at most `most`. Where there is none `fits` turns false, and all that follows is 0. */
static uint64_t read_number(Text *in, uint64_t most, bool *fits)
{
    uint64_t number = 0;
    uint8_t first = *fits && in->length ? (uint8_t)*in->at : UINT8_MAX;
    if (first <= most && first < 0x80) { /* most are small */
        in->at++;
        in->length--;
        return first;
    }
    for (unsigned shift = 0; *fits && shift < 64 && in->length; shift += 7) {
        uint64_t group = (uint8_t)*in->at & 0x7f;
        bool last = !(*in->at & 0x80);
        in->at++;
        in->length--;
        number |= group << shift;
        if (group << shift >> shift != group)
            break;
        if (last && number <= most)
            return number;
    }
    *fits = false;
    return 0;
}

static Figures read_row(Text *in, Text *key, bool *fits)
{
    uint64_t head = read_number(in, UINT64_MAX, fits);
    *key = (Text){in->at, (size_t)(head >> FLAG_BITS)};
    if (*fits && head >> FLAG_BITS > in->length)
        *fits = false;
    if (!*fits)
        return (Figures){0};
    in->at += key->length;
    in->length -= key->length;
    Figures figures = {.hits = read_number(in, UINT64_MAX, fits), .size = read_number(in, UINT64_MAX, fits)};
    if (head & LARGE)
        figures.size_high = read_number(in, UINT64_MAX, fits);
    if (head & ERRORS) {
        figures.client_errors = read_number(in, UINT64_MAX, fits);
        figures.server_errors = read_number(in, UINT64_MAX, fits);
    }
    return figures;
}

typedef struct {
    uint32_t limit, kept, count;
    size_t used; /* bytes of keys */
    Figures other;
} Head;

static Head read_head(Text *in, bool *fits)
{
    Text key;
    Head head = {.limit = (uint32_t)read_number(in, UINT32_MAX, fits)};
    head.kept = (uint32_t)read_number(in, UINT32_MAX, fits);
    head.other = read_row(in, &key, fits);
    head.count = (uint32_t)read_number(in, cut(*in, head.limit).length, fits);
    head.used = (size_t)read_number(in, in->length, fits);
    return head;
}

/* A table of its own, not opened. */
static int read_table(Text *in, Table *table, bool *fits)
{
    Text key;
    Head head = read_head(in, fits);
    table->limit = head.limit;
    table->kept = head.kept;
    table->other = head.other;
    if (*fits && head.count && table_reserve(table, head.count, head.used))
        return NO_MEMORY;
    while (*fits && head.count--) {
        Figures figures = read_row(in, &key, fits);
        *fits = *fits && key.length <= head.used - table->used;
        if (*fits)
            table_append(table, key, &figures);
    }
    return FINE;
}

int table_unpack(Text packed, Table *table, bool *fits)
{
    *fits = true;
    int status = read_table(&packed, table, fits);
    *fits = *fits && !packed.length;
    return status;
}

int table_merge_packed(Text packed, Table *table, bool *fits)
{
    Text key;
    *fits = true;
    Head head = read_head(&packed, fits);
    while (*fits && head.count--) {
        Figures figures = read_row(&packed, &key, fits);
        Figures *row = *fits ? table_figures(table, key, hash_of(key)) : NULL;
        if (*fits && !row)
            return NO_MEMORY;
        if (row)
            add_figures(row, &figures);
    }
    add_figures(&table->other, &head.other);
    *fits = *fits && !packed.length;
    return FINE;
}

int times_unpack(Text packed, Times *times, bool *fits)
{
    *fits = true;
    int status = read_table(&packed, &times->sections, fits);
    if (!status)
        status = table_open(&times->sections);
    size_t count = (size_t)read_number(&packed, packed.length, fits);
    uint64_t key = 0, end = (uint64_t)times->sections.count << BUCKET_BITS;
    while (*fits && !status && count--) {
        key += read_number(&packed, end, fits);
        uint64_t hits = read_number(&packed, UINT64_MAX, fits);
        *fits = *fits && key < end && hits;
        uint64_t *place = *fits ? counts_at(&times->counts, key) : NULL;
        if (*fits && !place)
            status = NO_MEMORY;
        if (place)
            *place = hits;
    }
    *fits = *fits && !packed.length;
    return status;
}
