/* Gives any bytes to the scanner, for libFuzzer: the first byte picks a layout, the second a placing, a filter and a
 * cut. Beside what the sanitizers see, every line must be counted once, whatever the cut, and tables must add up. */
#include <stdlib.h>

#include "block.h"
#include "sift.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


typedef struct {
    Role role;
    Text opens, closes;
    bool optional, quoted, padded;
} Given;

static const Given combined[] = {
    {CLIENT, TEXT(""), TEXT(" "), false, false, false},      {READ_OVER, TEXT(" "), TEXT(" "), false, false, false},
    {READ_OVER, TEXT(" "), TEXT(" ["), false, false, false}, {STAMP, TEXT(" ["), TEXT("]"), false, false, false},
    {REQUEST, TEXT("] \""), TEXT("\""), false, true, false}, {STATUS, TEXT("\" "), TEXT(" "), false, false, false},
    {SIZE, TEXT(" "), TEXT(" "), false, false, false},       {REFERRER, TEXT(" \""), TEXT("\""), true, true, false},
    {AGENT, TEXT("\" \""), TEXT("\""), true, true, false},
};
static const Given tabbed[] = {
    {DATE, TEXT(""), TEXT("\t"), false, false, false},      {TIME_OF_DAY, TEXT("\t"), TEXT("\t"), false, false, false},
    {CLIENT, TEXT("\t"), TEXT("\t"), false, false, false},  {METHOD, TEXT("\t"), TEXT("\t"), false, false, false},
    {TARGET, TEXT("\t"), TEXT("\t"), false, false, false},  {STATUS, TEXT("\t"), TEXT("\t"), false, false, true},
    {LATENCY, TEXT("\t"), TEXT("\t"), true, false, true},   {CACHE, TEXT("\t"), TEXT("\t"), true, false, false},
};
static const Given sought[] = {
    {UPSTREAM, TEXT("urt="), TEXT(" "), false, false, false},
    {HOST, TEXT("host=\""), TEXT("\""), false, true, false},
};
static const struct {
    Role role;
    const char *name;
    int depth;
    size_t second;
} keys[] = {
    {STAMP, "ts", 1, 0},           {CLIENT, "remote", 1, 0},      {REQUEST, "request", 1, 0},
    {METHOD, "request.method", 2, 8}, {TARGET, "request.uri", 2, 8}, {TARGET, "uri", 1, 0},
    {STATUS, "status", 1, 0},      {SIZE, "size", 1, 0},          {LATENCY, "took", 1, 0},
    {AGENT, "ua", 1, 0},           {HOST, "host", 1, 0},          {CACHE, "hit", 1, 0},
};

enum { MOST = 16 };

static size_t take_fields(Field *fields, const Given *given, size_t count)
{
    for (size_t number = 0; number < count; number++)
        fields[number] = (Field){.role = given[number].role, .opens = mark_of(given[number].opens),
                                 .closes = mark_of(given[number].closes), .optional = given[number].optional,
                                 .quoted = given[number].quoted, .padded = given[number].padded};
    return count;
}

static int ask(void *whom, int64_t local, int64_t *offset)
{
    (void)whom;
    *offset = local / QUARTER % 7 * QUARTER;
    return FINE;
}

static int odd(void *whom, Text line, Values *values, bool *fits)
{
    (void)whom, (void)line;
    values->present = 0;
    *fits = false;
    return FINE;
}

static void choose(Scanner *scanner, unsigned choice, Field *fields, Field *more, Key *json)
{
    Layout *layout = &scanner->layout;
    *layout = (Layout){.fields = fields, .sought = more, .latency_power = 3, .upstream_power = 6, .host_port = true,
                       .client_port = choice & 4, .loose_status = choice & 8};
    if (choice % 3 == 0)
        layout->count = take_fields(fields, combined, sizeof combined / sizeof *combined);
    if (choice % 3 == 1)
        layout->count = take_fields(fields, tabbed, sizeof tabbed / sizeof *tabbed);
    for (size_t number = 0; choice % 3 == 2 && number < sizeof keys / sizeof *keys; number++)
        json[layout->key_count++] = (Key){.role = keys[number].role, .depth = keys[number].depth,
                                          .name = {keys[number].name, strlen(keys[number].name)},
                                          .parts = {0, keys[number].second}};
    layout->keys = json;
    layout->sought_count = take_fields(more, sought, sizeof sought / sizeof *sought);
    prepare_layout(layout);
    stamps_clear(&scanner->stamps);
    scanner->stamps.ask = choice & 16 ? ask : NULL;
    scanner->read_odd = odd;
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

static uint64_t counted(const Block *block)
{
    return block->hits + block->malformed + block->blank + block->skipped + block->filtered;
}

static Figures figures_of(const Table *table)
{
    Figures total = table->other;
    for (uint32_t row = 0; row < table->count; row++)
        add_figures(&total, &table->rows[row].figures);
    return total;
}

static void check_tables(Block *block)
{
    uint64_t hits = 0;
    if (block->shared) {
        must(figures_of(block->shared->tables[CLIENTS]).hits == block->hits);
        must(block->shared->tables[CLIENTS]->count <= 4);
        return;
    }
    for (size_t number = 0; number < block->count; number++) {
        Table *clients = block->slots[number]->tables[CLIENTS], sum = {.limit = 3};
        Figures total = figures_of(clients);
        must(total.hits == slot_figures(block->slots[number]).hits);
        must(table_merge(&sum, clients) == FINE && table_keep(clients, 2) == FINE && clients->count <= 4);
        must(table_merge(&sum, clients) == FINE && sum.count <= 3);
        table_clear(&sum);
        hits += total.hits;
    }
    must(hits == block->hits);
}

static bool holds(Text line, bool escapes)
{
    for (size_t at = 0; at < line.length; at++)
        if ((escapes && line.at[at] == '\\') ||
            (at + 1 < line.length && line.at[at] == ' ' && line.at[at + 1] >= '1' && line.at[at + 1] <= '5'))
            return true;
    return false;
}

/* A sieve gives each line in which its needle stands, and no other. */
static void check_sieve(Text text, bool escapes)
{
    Text names[] = {TEXT("status"), TEXT("s")};
    Needle needle = {.text = TEXT(" "), .low = '1', .high = '5'};
    Needle number = {.low = '1', .high = '5', .names = names, .name_count = 2};
    Sieve sieve = {&needle, 1, escapes}, numbers = {&number, 1, escapes};
    const char *end = text.at + text.length, *next = text.at;
    Text line, found = {NULL, 0};
    bool more = next_line(&sieve, &next, end, &found);
    for (const char *at = text.at; at < end; at = line.at + line.length + 1) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        line = (Text){at, (size_t)((newline ? newline : end) - at)};
        must(holds(line, escapes) == (more && found.at == line.at));
        if (more && found.at == line.at)
            more = next_line(&sieve, &next, end, &found);
    }
    must(!more);
    for (next = text.at; next_line(&numbers, &next, end, &line);)
        must(line.at >= text.at && line.at + line.length <= end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Field fields[MOST], more[MOST];
    Key json[MOST];
    Scanner scanner = {0};
    if (size < 2)
        return 0;
    choose(&scanner, data[0], fields, more, json);
    scanner.helped = data[0] & 32 ? 1 : 0;
    scanner.uncounted = data[0] & 64 ? 1u << REFERRERS | 1u << AGENTS | 1u << FAILURES : 0;
    unsigned how = data[1];
    Text text = {(const char *)data + 2, size - 2};
    int64_t base = 1525867200;
    Placing placing = {.earliest = how & 1 ? base : INT64_MIN / 2, .latest = how & 2 ? base + 60 : INT64_MAX / 2,
                       .arrival = base + 30, .decided = base + 10, .interval = how & 4 ? 7 : 10, .slack = 60,
                       .greatest = INT64_MIN / 2, .arrives = how & 8, .slides = how & 16};
    Test tests[] = {{ON_PATH, HAS, false, TEXT("a"), 0, 0}, {ON_STATUS, BETWEEN, true, TEXT(""), 500, 599}};
    size_t count = how & 32 ? 2 : 0, at = 0, lines = 0;
    const char *middle = how & 64 ? memchr(text.at, '\n', text.length) : NULL;
    Block block = {0};
    if (data[0] & 128) {
        must(slot_to_share(&block) != NULL);
        for (int number = 0; number < TABLES; number++)
            *block.shared->tables[number] = (Table){.limit = 4, .kept = data[0] & 64 ? 1 : 0};
    }
    for (const char *newline = text.at; newline && at < text.length; lines++) {
        newline = memchr(text.at + at, '\n', text.length - at);
        at = newline ? (size_t)(newline + 1 - text.at) : text.length;
    }
    size_t first = middle ? (size_t)(middle + 1 - text.at) : text.length;
    must(scan_block(&scanner, (Text){text.at, first}, &placing, tests, count, &block) == FINE);
    placing.greatest = block.greatest;
    must(scan_block(&scanner, (Text){text.at + first, text.length - first}, &placing, tests, count, &block) == FINE);
    must(counted(&block) == lines);
    check_sieve(text, how & 128);
    check_tables(&block);
    block_clear(&block);
    return 0;
}
