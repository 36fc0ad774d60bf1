/* Which rows of a table are the first in an order, and which stay when it shrinks. */
#include <stdlib.h>

#include "table.h"

static int by_key(const Table *table, const Row *one, const Row *other)
{
    Text mine = key_of(table, one), its = key_of(table, other);
    size_t shorter = mine.length < its.length ? mine.length : its.length;
    int order = memcmp(mine.at, its.at, shorter);
    return order ? order : (mine.length > its.length) - (mine.length < its.length);
}

bool more_hits(const Table *table, uint32_t one, uint32_t other)
{
    const Row *mine = &table->rows[one], *its = &table->rows[other];
    if (mine->figures.hits != its->figures.hits)
        return mine->figures.hits > its->figures.hits;
    return by_key(table, mine, its) < 0;
}

bool more_errors(const Table *table, uint32_t one, uint32_t other)
{
    const Figures *mine = &table->rows[one].figures, *its = &table->rows[other].figures;
    if (mine->server_errors != its->server_errors)
        return mine->server_errors > its->server_errors;
    if (mine->client_errors != its->client_errors)
        return mine->client_errors > its->client_errors;
    return by_key(table, &table->rows[one], &table->rows[other]) < 0;
}

bool more_served(const Table *table, uint32_t one, uint32_t other)
{
    const Figures *mine = &table->rows[one].figures, *its = &table->rows[other].figures;
    int64_t served = (int64_t)(mine->hits - mine->client_errors);
    int64_t its_served = (int64_t)(its->hits - its->client_errors);
    return served != its_served ? served > its_served : more_hits(table, one, other);
}

/* Let the row at `at` sink in a heap whose root is the last in order. */
static void sink(const Table *table, uint32_t *heap, uint32_t size, uint32_t at, Before before)
{
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= size)
            return;
        if (child + 1 < size && before(table, heap[child], heap[child + 1]))
            child++;
        if (!before(table, heap[at], heap[child]))
            return;
        uint32_t row = heap[at];
        heap[at] = heap[child];
        heap[child] = row;
        at = child;
    }
}

uint32_t *table_first(const Table *table, uint32_t *most, Before before, bool failing)
{
    uint32_t wanted = *most && *most < table->count ? *most : table->count, size = 0;
    uint32_t *heap = malloc((wanted ? wanted : 1) * sizeof *heap);
    if (!heap)
        return NULL;
    for (uint32_t row = 0; row < table->count; row++) {
        const Figures *figures = &table->rows[row].figures;
        if (failing && !figures->client_errors && !figures->server_errors)
            continue;
        if (size < wanted) {
            heap[size++] = row;
            if (size == wanted)
                for (uint32_t at = size / 2; at-- > 0;)
                    sink(table, heap, size, at, before);
        } else if (before(table, row, heap[0])) {
            heap[0] = row;
            sink(table, heap, size, 0, before);
        }
    }
    if (size < wanted)
        for (uint32_t at = size / 2; at-- > 0;)
            sink(table, heap, size, at, before);
    for (uint32_t left = size; left > 1;) {
        uint32_t row = heap[0];
        heap[0] = heap[--left];
        heap[left] = row;
        sink(table, heap, left, 0, before);
    }
    *most = size;
    return heap;
}

/* The value at place `most` (from 0) of all in falling order: a quickselect with pivots nobody can foresee. */
static uint64_t select_greatest(uint64_t *values, uint32_t count, uint32_t most)
{
    uint64_t chance = secrets.secret[0] | 1;
    uint32_t begin = 0, end = count;
    for (;;) {
        chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
        uint64_t pivot = values[begin + chance % (end - begin)];
        uint32_t greater = begin, at = begin, less = end;
        while (at < less) {
            uint64_t value = values[at];
            if (value > pivot) {
                values[at++] = values[greater];
                values[greater++] = value;
            } else if (value < pivot) {
                values[at] = values[--less];
                values[less] = value;
            } else {
                at++;
            }
        }
        if (most < greater)
            end = greater;
        else if (most < less)
            return pivot;
        else
            begin = less;
    }
}

/* The same; most values are small, and small ones are only counted. */
static uint64_t greatest_but(uint64_t *values, uint32_t count, uint32_t most)
{
    enum { SMALL = 256 };
    uint32_t counts[SMALL] = {0}, great = 0;
    for (uint32_t at = 0; at < count; at++)
        if (values[at] < SMALL)
            counts[values[at]]++;
    for (uint32_t at = 0; at < count; at++)
        if (values[at] >= SMALL)
            values[great++] = values[at];
    if (most < great)
        return select_greatest(values, great, most);
    uint64_t value = SMALL - 1;
    for (most -= great; most >= counts[value]; value--)
        most -= counts[value];
    return value;
}

static uint64_t hits_of(const Row *row)
{
    return row->figures.hits;
}

static uint64_t errors_of(const Row *row)
{
    return row->figures.client_errors + row->figures.server_errors;
}

/* Among the rows marked `from`, mark the `most` greatest with `to`; ties are decided by `next`, then by place. */
static void mark(const Table *table, uint8_t *marks, uint64_t *values, uint32_t most, uint8_t from, uint8_t to,
                 uint64_t (*value)(const Row *), uint64_t (*next)(const Row *))
{
    uint32_t count = 0;
    for (uint32_t row = 0; row < table->count; row++)
        if (marks[row] == from)
            values[count++] = value(&table->rows[row]);
    if (count <= most || most == 0) {
        for (uint32_t row = 0; most && row < table->count; row++)
            if (marks[row] == from)
                marks[row] = to;
        return;
    }
    uint64_t least = greatest_but(values, count, most - 1);
    uint32_t left = most;
    const uint8_t tied = from + 8;
    for (uint32_t row = 0; row < table->count; row++) {
        if (marks[row] != from)
            continue;
        uint64_t its = value(&table->rows[row]);
        if (its > least) {
            marks[row] = to;
            left--;
        } else if (its == least) {
            marks[row] = tied;
        }
    }
    if (next) {
        mark(table, marks, values, left, tied, to, next, NULL);
        left = 0;
    }
    for (uint32_t row = 0; row < table->count; row++) {
        if (marks[row] != tied)
            continue;
        marks[row] = left ? to : from;
        left -= left > 0;
    }
}

enum { REST, FAILING, KEPT };

/* Which rows stay: those with most hits, and as many of the most failing. */
static int mark_kept(const Table *table, uint32_t most, uint8_t *marks)
{
    uint64_t *values = malloc(table->count * sizeof *values);
    if (!values)
        return NO_MEMORY;
    mark(table, marks, values, most, REST, KEPT, hits_of, NULL);
    for (uint32_t row = 0; row < table->count; row++)
        if (marks[row] == REST && errors_of(&table->rows[row]))
            marks[row] = FAILING;
    mark(table, marks, values, most, FAILING, KEPT, errors_of, hits_of);
    free(values);
    return FINE;
}

int table_keep(Table *table, uint32_t most)
{
    uint32_t kept = 0;
    size_t used = 0;
    if (table->count <= most)
        return FINE;
    uint8_t *marks = calloc(table->count, 1);
    if (!marks || mark_kept(table, most, marks)) {
        free(marks);
        return NO_MEMORY;
    }
    for (uint32_t number = 0; number < table->count; number++) {
        Row row = table->rows[number];
        if (marks[number] != KEPT) {
            add_figures(&table->other, &row.figures);
            continue;
        }
        memmove(table->keys + used, table->keys + row.key, row.length);
        row.key = (uint32_t)used;
        used += row.length;
        table->rows[kept++] = row;
    }
    free(marks);
    table->count = kept;
    table->used = used;
    if (!table->index)
        return FINE;
    if ((uint64_t)most * 8 < table->limit) /* else it will soon be as large again */
        table_shrink(table);
    table_index(table);
    return FINE;
}
