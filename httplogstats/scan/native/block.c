/* Cuts a block into lines, reads and places them, and has them counted in batches. */
#include <stdlib.h>

#include "block.h"

enum { ROOM = 64 * 1024 };

/* What one call of scan_block works on. */
typedef struct {
    Scanner *scanner;
    const Placing *placing;
    const Test *tests;
    size_t count; /* of tests */
    Block *block;
    Batch batch;
} Run;

static int count_now(Run *run)
{
    run->scanner->used = 0;
    return run->batch.count ? count_batch(&run->batch) : FINE;
}

/* Strings of lines that wait to be counted stand in the room. */
static int make_room(Run *run, size_t length)
{
    Scanner *scanner = run->scanner;
    if (scanner->size - scanner->used >= length)
        return FINE;
    int status = count_now(run);
    if (status || scanner->size >= length)
        return status;
    size_t size = length > ROOM ? length : ROOM;
    char *room = realloc(scanner->room, size);
    if (!room)
        return NO_MEMORY;
    scanner->room = room;
    scanner->size = size;
    return FINE;
}

static int read_object(Run *run, Text line, Values *values, bool *fits)
{
    Scanner *scanner = run->scanner;
    int status = make_room(run, line.length);
    if (status)
        return status;
    JsonStatus json = read_json(&scanner->layout, line, scanner->room + scanner->used, values);
    scanner->used += line.length;
    *fits = json == IS_JSON;
    if (json != ODD_JSON)
        return FINE;
    status = count_now(run); /* the values of one odd line are held at a time */
    return status ? status : scanner->read_odd(scanner->whom, line, values, fits);
}

/* Takes in the record that stands behind the batch, if it is to be counted. */
static int take_record(Run *run)
{
    Batch *batch = &run->batch;
    Record *record = &batch->records[batch->count];
    Slot *slot;
    int status = place_hit(run->block, record, run->placing, run->tests, run->count, &slot);
    if (status || !slot)
        return status;
    if (batch->count && slot != batch->slot) {
        Record first = *record;
        status = count_batch(batch);
        batch->records[0] = first;
    }
    batch->slot = slot;
    batch->count++;
    return status || batch->count < BATCH ? status : count_now(run);
}

static int scan_line(Run *run, Text line)
{
    Scanner *scanner = run->scanner;
    Values values;
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
        fits = read_fields(&scanner->layout, line, &values);
    Record *record = &run->batch.records[run->batch.count];
    if (!status && fits)
        status = make_record(&scanner->layout, &scanner->stamps, &values, record, &fits);
    if (status)
        return status;
    if (fits)
        return take_record(run);
    run->block->samples[run->block->malformed++ % SAMPLES] = cut(line, SAMPLE_LIMIT);
    return FINE;
}

int scan_block(Scanner *scanner, Text data, const Placing *placing, const Test *tests, size_t count, Block *block)
{
    const char *at = data.at, *end = data.at + data.length;
    Run run;
    run.scanner = scanner, run.placing = placing, run.tests = tests, run.count = count, run.block = block;
    run.batch.count = 0;
    block->greatest = placing->greatest;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        Text line = {at, (size_t)((newline ? newline : end) - at)};
        int status = scan_line(&run, line);
        if (status)
            return status;
        at = newline ? newline + 1 : end;
    }
    return count_now(&run);
}
