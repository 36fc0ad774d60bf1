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

/* The same, of values that stay as they are, and how many are greater; `spare` has room for as many. Most values are
 * small, and small ones are only counted. */
static uint64_t greatest_but(const uint64_t *values, uint64_t *spare, uint32_t count, uint32_t most, uint32_t *greater)
{
    enum { SMALL = 256 };
    uint32_t counts[SMALL] = {0}, great = 0;
    for (uint32_t at = 0; at < count; at++) {
        if (values[at] < SMALL)
            counts[values[at]]++;
        else
            spare[great++] = values[at];
    }
    uint64_t value = SMALL - 1;
    *greater = 0;
    if (most < great) {
        value = select_greatest(spare, great, most);
        for (uint32_t at = 0; at < great; at++)
            *greater += spare[at] > value;
        return value;
    }
    for (*greater = great; most - *greater >= counts[value]; value--)
        *greater += counts[value];
    return value;
}

enum { REST, FAILING, KEPT };

/* What a choice works with: room for a number of each row. */
typedef struct {
    uint8_t *marks;
    uint64_t *values, *spare;
    uint32_t *numbers;
} Choice;

/* Mark the rows with most hits, the first of those with as many; the others that fail are numbered. */
static uint32_t choose_by_hits(const Table *table, uint32_t most, const Choice *choice)
{
    uint32_t failing = 0, greater;
    for (uint32_t row = 0; row < table->count; row++) {
        const Figures *figures = &table->rows[row].figures;
        choice->values[row] = figures->hits;
        choice->marks[row] = figures->client_errors || figures->server_errors ? FAILING : REST;
    }
    uint64_t least = most ? greatest_but(choice->values, choice->spare, table->count, most - 1, &greater) : UINT64_MAX;
    uint32_t left = most ? most - greater : 0;
    for (uint32_t row = 0; row < table->count; row++) {
        bool tied = choice->values[row] == least && left;
        left -= tied;
        if (tied || choice->values[row] > least)
            choice->marks[row] = KEPT;
        else if (choice->marks[row] == FAILING)
            choice->numbers[failing++] = row;
    }
    return failing;
}

static uint64_t hits_of(const Row *row)
{
    return row->figures.hits;
}

static uint64_t errors_of(const Row *row)
{
    return row->figures.client_errors + row->figures.server_errors;
}

/* Mark the greatest of the numbered rows; ties are decided by `next`, then by place. */
static void choose(const Table *table, uint32_t count, uint32_t most, const Choice *choice,
                   uint64_t (*value)(const Row *), uint64_t (*next)(const Row *))
{
    uint32_t greater, ties = 0;
    if (most == 0)
        return;
    for (uint32_t at = 0; at < count; at++)
        choice->values[at] = value(&table->rows[choice->numbers[at]]);
    uint64_t least = 0;
    if (count > most)
        least = greatest_but(choice->values, choice->spare, count, most - 1, &greater);
    for (uint32_t at = 0; at < count; at++) {
        if (count <= most || choice->values[at] > least)
            choice->marks[choice->numbers[at]] = KEPT;
        else if (choice->values[at] == least)
            choice->numbers[ties++] = choice->numbers[at];
    }
    if (count > most && next)
        choose(table, ties, most - greater, choice, next, NULL);
    for (uint32_t at = 0; count > most && !next && at < most - greater; at++)
        choice->marks[choice->numbers[at]] = KEPT;
}

/* Which rows stay: those with most hits, and as many of the most failing; in memory to free, NULL for no memory. */
static uint8_t *chosen(const Table *table, uint32_t most)
{
    size_t count = table->count;
    uint64_t *room = malloc(count * (2 * sizeof(uint64_t) + sizeof(uint32_t)));
    uint8_t *marks = malloc(count);
    if (room && marks) {
        Choice choice = {marks, room, room + count, (uint32_t *)(void *)(room + 2 * count)};
        uint32_t failing = choose_by_hits(table, most, &choice);
        choose(table, failing, most, &choice, errors_of, hits_of);
    } else {
        free(marks);
        marks = NULL;
    }
    free(room);
    return marks;
}

int table_keep(Table *table, uint32_t most)
{
    uint32_t kept = 0;
    size_t used = 0;
    if (table->count <= most)
        return FINE;
    uint8_t *marks = chosen(table, most);
    if (!marks)
        return NO_MEMORY;
    for (uint32_t number = 0; number < table->count; number++) {
        if (marks[number] != KEPT) {
            add_figures(&table->other, &table->rows[number].figures);
            continue;
        }
        Row row = table->rows[number];
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
