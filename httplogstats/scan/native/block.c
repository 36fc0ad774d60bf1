/* Cuts a block into lines, reads and counts them. */
#include <stdlib.h>

#include "block.h"

static int read_object(Scanner *scanner, Text line, Values *values, bool *fits)
{
    if (scanner->size < line.length) {
        char *room = realloc(scanner->room, line.length);
        if (!room)
            return NO_MEMORY;
        scanner->room = room;
        scanner->size = line.length;
    }
    JsonStatus status = read_json(&scanner->layout, line, scanner->room, values);
    *fits = status == IS_JSON;
    return status == ODD_JSON ? scanner->read_odd(scanner->whom, line, values, fits) : FINE;
}

static int scan_line(Scanner *scanner, Text line, const Placing *placing, const Test *tests, size_t count, Block *block)
{
    Values values;
    Record record;
    bool fits = false;
    int status = FINE;
    if (line.length && line.at[line.length - 1] == '\r')
        line.length--;
    if (line.length == 0) {
        block->blank++;
        return FINE;
    }
    if (scanner->layout.key_count)
        status = read_object(scanner, line, &values, &fits);
    else
        fits = read_fields(&scanner->layout, line, &values);
    if (!status && fits)
        status = make_record(&scanner->layout, &scanner->stamps, &values, &record, &fits);
    if (status)
        return status;
    if (fits)
        return count_hit(block, &record, placing, tests, count);
    block->samples[block->malformed++ % SAMPLES] = cut(line, SAMPLE_LIMIT);
    return FINE;
}

int scan_block(Scanner *scanner, Text data, const Placing *placing, const Test *tests, size_t count, Block *block)
{
    const char *at = data.at, *end = data.at + data.length;
    block->greatest = placing->greatest;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        Text line = {at, (size_t)((newline ? newline : end) - at)};
        int status = scan_line(scanner, line, placing, tests, count, block);
        if (status)
            return status;
        at = newline ? newline + 1 : end;
    }
    return FINE;
}
