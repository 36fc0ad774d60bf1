/* Cuts a block into lines, reads and places them, and has them counted in batches. */
#include <stdlib.h>

#include "batch.h"

enum { ROOM = 64 * 1024 };

/* What one call of scan_block works on. */
typedef struct {
    Scanner *scanner;
    const Placing *placing;
    const Test *tests;
    size_t count; /* of tests */
    size_t fields; /* that must be read */
    Block *block;
    Counter counter;
    const char *lines, *data; /* what is being read, and where that stands in the block */
    char *tail;               /* a copy of the last lines, behind which WORD bytes may be read */
    Marks marks;              /* of the line that is read; none of an object */
} Run;

/* Room in the batch for strings of a line; a batch that has not enough is given away as it is. */
static int make_room(Run *run, size_t length, char **room)
{
    Batch *batch = run->counter.batch;
    if (batch->count && batch->size - batch->used < length) {
        int status = counter_give(&run->counter);
        if (status)
            return status;
        batch = run->counter.batch;
    }
    if (batch->size - batch->used < length) { /* it is empty */
        size_t size = length > ROOM ? length : ROOM;
        char *grown = realloc(batch->room, size + OVER);
        if (!grown)
            return NO_MEMORY;
        batch->room = grown;
        batch->size = size;
        batch->used = 0;
    }
    *room = batch->room + batch->used;
    batch->used += length;
    return FINE;
}

/* The values of an odd line are only there until the next one. */
static int keep_values(Run *run, Values *values)
{
    size_t length = 0;
    char *room;
    for (Role role = 0; role < ROLES; role++)
        length += value_of(values, role).length;
    int status = make_room(run, length + 1, &room);
    for (Role role = 0; role < ROLES && !status; role++) {
        Text *text = &values->texts[role];
        if (!has(values, role))
            continue;
        memcpy(room, text->at, text->length);
        text->at = room;
        room += text->length;
    }
    return status;
}

static int read_object(Run *run, Text line, Values *values, bool *fits)
{
    Scanner *scanner = run->scanner;
    char *room;
    int status = make_room(run, line.length, &room);
    if (status)
        return status;
    JsonStatus json = read_json(&scanner->layout, line, room, values);
    *fits = json == IS_JSON;
    if (json == ODD_JSON) {
        status = scanner->read_odd(scanner->whom, line, values, fits);
        if (!status && *fits)
            status = keep_values(run, values);
    }
    return status;
}

/* Takes in a record, if it is to be counted. */
static int take_record(Run *run, const Record *record)
{
    Slot *slot;
    int status = place_hit(run->block, record, run->placing, run->tests, run->count, &slot);
    if (status || !slot)
        return status;
    Batch *batch = run->counter.batch;
    batch_add(batch, run->counter.columns, slot, record);
    return batch->count < BATCH ? FINE : counter_give(&run->counter);
}

static void sample(Run *run, Text line)
{
    Text text = {run->data + (line.at - run->lines), line.length};
    run->block->samples[run->block->malformed++ % SAMPLES] = cut(text, SAMPLE_LIMIT);
}

static int scan_line(Run *run, Text line)
{
    Scanner *scanner = run->scanner;
    Values values;
    Record record;
    bool fits = false;
    int status = FINE;
    if (line.length && line.at[line.length - 1] == '\r')
        line.length--;
    if (line.length == 0) {
        run->block->blank++;
        return FINE;
    }
    if (scanner->layout.key_count)
        status = read_object(run, line, &values, &fits);
    else
        fits = read_fields(&scanner->layout, run->fields, line, &run->marks, &values);
    if (!status && fits)
        status = make_record(&scanner->layout, &scanner->stamps, &values, &record, &fits);
    if (status)
        return status;
    if (fits)
        return take_record(run, &record);
    sample(run, line);
    return FINE;
}

/* Behind `end`, where a newline stands or is before it, WORD bytes may be read. */
static int scan_lines(Run *run, const char *at, const char *end)
{
    Marks *marks = &run->marks;
    int status = FINE;
    while (at < end && !status) {
        if (!run->scanner->layout.key_count)
            mark_piece(marks, at, end, run->scanner->layout.marked);
        if (!marks->count) {
            const char *newline = find_byte(at, end, '\n');
            status = scan_line(run, (Text){at, (size_t)(newline - at)});
            at = newline + 1;
        }
        for (size_t number = 0; number < marks->count && at < end && !status; number++) {
            const char *newline = marks->begin + marks->ends[number];
            status = scan_line(run, (Text){at, (size_t)(newline - at)});
            at = newline + 1;
        }
    }
    return status;
}

/* The begin of the line in which WORD bytes of a block are left, or of one before it. */
static const char *tail_of(Text data)
{
    size_t length = data.length > WORD ? data.length - WORD : 0;
    while (length && data.at[length - 1] != '\n')
        length--;
    return data.at + length;
}

static int scan_all(Run *run, Text data)
{
    const char *tail = tail_of(data);
    size_t length = data.length - (size_t)(tail - data.at);
    run->lines = run->data = data.at;
    int status = scan_lines(run, data.at, tail);
    if (status || !length)
        return status;
    run->tail = malloc(length + WORD);
    if (!run->tail)
        return NO_MEMORY;
    memcpy(run->tail, tail, length);
    memset(run->tail + length, '\n', WORD);
    run->lines = run->tail;
    run->data = tail;
    return scan_lines(run, run->tail, run->tail + length);
}

static Columns column_of(Role role)
{
    switch (role) {
    case REFERRER:
        return 1u << REFERRERS;
    case AGENT:
        return 1u << AGENTS;
    case HOST:
        return 1u << HOSTS;
    case CACHE:
        return 1u << CACHES;
    case LATENCY:
    case UPSTREAM:
        return 1u << TIMES;
    default:
        return 0;
    }
}

/* What lines of a layout may say. */
static Columns columns_of(const Layout *layout)
{
    Columns columns = 1u << SECTIONS | 1u << PATHS | 1u << CLIENTS | 1u << FAILURES | 1u << METHODS |
                      1u << STATUSES;
    for (size_t number = 0; number < layout->count; number++)
        columns |= column_of(layout->fields[number].role);
    for (size_t number = 0; number < layout->sought_count; number++)
        columns |= column_of(layout->sought[number].role);
    for (size_t number = 0; number < layout->key_count; number++)
        columns |= column_of(layout->keys[number].role);
    return columns;
}

/* Whose values are asked for, where there is no filter. */
static uint32_t roles_of(Columns columns)
{
    uint32_t roles = 0;
    for (Role role = 0; role < READ_OVER; role++)
        if (!column_of(role) || columns & column_of(role))
            roles |= 1u << role;
    return roles;
}

int scan_block(Scanner *scanner, Text data, const Placing *placing, const Test *tests, size_t count, Block *block)
{
    Run run = {.scanner = scanner, .placing = placing, .tests = tests, .count = count, .block = block};
    Columns columns = columns_of(&scanner->layout) & ~scanner->uncounted;
    run.fields = fields_for(&scanner->layout, count ? UINT32_MAX : roles_of(columns));
    block->greatest = placing->greatest;
    block->place.slot = NULL;
    if (counter_begin(&run.counter, columns, scanner->helped && data.length >= scanner->helped))
        return NO_MEMORY;
    int status = scan_all(&run, data);
    if (!status && run.counter.batch->count)
        status = counter_give(&run.counter);
    int counted = counter_end(&run.counter);
    free(run.tail);
    return status ? status : counted;
}
