/* A table's hash index and its rows. Nothing is changed before all memory for the change is there. */
#include <stdlib.h>

#include "table.h"

enum { FIRST_ROOM = 16, FIRST_KEYS = 512, AHEAD = 8 };

Secrets secrets;

void table_clear(Table *table)
{
    free(table->rows);
    free(table->index);
    free(table->keys);
    *table = table_like(table);
}

static void put(Table *table, uint32_t hash, uint32_t number)
{
    uint32_t at = hash & table->mask;
    while (table->index[at])
        at = (at + 1) & table->mask;
    table->index[at] = (uint64_t)hash << 32 | (number + 1);
}

static int grow_rows(Table *table, uint32_t room)
{
    uint64_t *index = room > UINT32_MAX / 4 ? NULL : calloc((size_t)room * 2, sizeof *index);
    if (!index)
        return NO_MEMORY;
    Row *rows = realloc(table->rows, room * sizeof *rows);
    if (!rows) {
        free(index);
        return NO_MEMORY;
    }
    free(table->index);
    table->rows = rows;
    table->room = room;
    table->index = index;
    table->mask = room * 2 - 1;
    for (uint32_t number = 0; number < table->count; number++)
        put(table, rows[number].hash, number);
    return FINE;
}

static uint32_t room_for(uint32_t rows)
{
    uint32_t room = FIRST_ROOM;
    while (room < rows && room <= UINT32_MAX / 4)
        room *= 2;
    return room;
}

void table_shrink(Table *table)
{
    uint32_t room = room_for(table->count);
    if (room >= table->room)
        return;
    uint64_t *index = malloc((size_t)room * 2 * sizeof *index);
    Row *rows = malloc(room * sizeof *rows);
    char *keys = malloc(table->used + 1);
    if (!index || !rows || !keys) { /* then it stays large */
        free(index);
        free(rows);
        free(keys);
        return;
    }
    memcpy(rows, table->rows, table->count * sizeof *rows);
    memcpy(keys, table->keys, table->used);
    Table smaller = {.rows = rows, .count = table->count, .room = room, .limit = table->limit, .kept = table->kept,
                     .mask = room * 2 - 1, .index = index, .keys = keys, .used = table->used, .size = table->used + 1,
                     .other = table->other};
    table_clear(table);
    *table = smaller;
}

void table_index(Table *table)
{
    memset(table->index, 0, ((size_t)table->mask + 1) * sizeof *table->index);
    for (uint32_t number = 0; number < table->count; number++)
        put(table, table->rows[number].hash, number);
}

static int grow_keys(Table *table, size_t more)
{
    size_t size = table->size ? table->size : FIRST_KEYS;
    while (size < table->used + more)
        size *= 2;
    char *keys = size > UINT32_MAX ? NULL : realloc(table->keys, size);
    if (!keys)
        return NO_MEMORY;
    table->keys = keys;
    table->size = size;
    return FINE;
}

int table_reserve(Table *table, uint32_t rows, size_t keys)
{
    uint32_t room = room_for(rows);
    table->rows = malloc((size_t)room * sizeof *table->rows);
    table->keys = malloc(keys + 1);
    table->room = room;
    table->size = keys + 1;
    if (table->rows && table->keys)
        return FINE;
    table_clear(table);
    return NO_MEMORY;
}

void table_append(Table *table, Text key, const Figures *figures)
{
    copy_text(table->keys + table->used, key.at, key.length);
    table->rows[table->count++] =
        (Row){.figures = *figures, .key = (uint32_t)table->used, .length = (uint32_t)key.length};
    table->used += key.length;
}

int table_open(Table *table)
{
    if (table->index || !table->room)
        return FINE;
    table->index = malloc((size_t)table->room * 2 * sizeof *table->index);
    if (!table->index)
        return NO_MEMORY;
    table->mask = table->room * 2 - 1;
    for (uint32_t number = 0; number < table->count; number++)
        table->rows[number].hash = hash_of(key_of(table, &table->rows[number]));
    table_index(table);
    return FINE;
}

int table_expect(Table *table, const Table *like)
{
    if (table->room || !like->count)
        return FINE;
    return grow_rows(table, room_for(like->count)) || grow_keys(table, like->used) ? NO_MEMORY : FINE;
}

Figures *table_add(Table *table, Text key, uint32_t hash)
{
    if (table->count >= table->limit && table->kept && table_keep(table, table->kept))
        return NULL;
    if (table->count >= table->limit)
        return &table->other;
    if (table->count == table->room && grow_rows(table, table->room ? table->room * 2 : FIRST_ROOM))
        return NULL;
    if ((!table->keys || table->size - table->used < key.length) && grow_keys(table, key.length))
        return NULL;
    copy_text(table->keys + table->used, key.at, key.length);
    Row *row = &table->rows[table->count];
    *row = (Row){.hash = hash, .key = (uint32_t)table->used, .length = (uint32_t)key.length};
    put(table, hash, table->count);
    table->used += key.length;
    table->count++;
    return &row->figures;
}

int table_merge(Table *into, const Table *more)
{
    for (uint32_t number = 0; number < more->count; number++) {
        const Row *row = &more->rows[number];
        if (number + 3 * AHEAD < more->count)
            expect_place(into, row[3 * AHEAD].hash);
        if (number + 2 * AHEAD < more->count)
            expect_row(into, row[2 * AHEAD].hash);
        if (number + AHEAD < more->count)
            expect_key(into, row[AHEAD].hash);
        Figures *figures = table_figures(into, key_of(more, row), row->hash);
        if (!figures)
            return NO_MEMORY;
        add_figures(figures, &row->figures);
    }
    add_figures(&into->other, &more->other);
    return FINE;
}

bool table_same(const Table *one, const Table *other)
{
    if (one->count != other->count || memcmp(&one->other, &other->other, sizeof one->other))
        return false;
    for (uint32_t number = 0; number < one->count; number++) {
        const Row *mine = &one->rows[number];
        const Row *its = table_find(other, key_of(one, mine), mine->hash);
        if (!its || memcmp(&mine->figures, &its->figures, sizeof mine->figures))
            return false;
    }
    return true;
}
