/* The tests of a filter: httplogstats.filters.Test.passes. */
#include <arpa/inet.h>
#include <string.h>

#include "record.h"

static Text text_of(const Record *record, Tested field)
{
    switch (field) {
    case ON_SECTION:
        return record->section;
    case ON_PATH:
        return record->path;
    case ON_CLIENT:
        return record->client;
    case ON_METHOD:
        return record->method;
    case ON_AGENT:
        return record->agent;
    case ON_REFERRER:
        return record->referrer;
    case ON_HOST:
        return record->host;
    default:
        return record->cache;
    }
}

static bool between(const Test *test, uint64_t number)
{
    return test->low <= number && number <= test->high;
}

/* httplogstats.networks.holds: the value is the first address of a network, and `low` its bits. */
static bool within(const Test *test, Text text)
{
    char written[INET6_ADDRSTRLEN];
    unsigned char address[16];
    if (text.length >= sizeof written || memchr(text.at, 0, text.length))
        return false;
    memcpy(written, text.at, text.length);
    written[text.length] = 0;
    if (inet_pton(test->value.length == 4 ? AF_INET : AF_INET6, written, address) != 1)
        return false;
    size_t whole = test->low / 8, rest = test->low % 8;
    if (memcmp(address, test->value.at, whole))
        return false;
    return !rest || (address[whole] ^ (unsigned char)test->value.at[whole]) >> (8 - rest) == 0;
}

static bool text_passes(const Test *test, Text text)
{
    switch (test->kind) {
    case IS:
        return same(text, test->value);
    case HAS:
        return find_text(text.at, text.at + text.length, test->value) != NULL;
    case WITHIN:
        return within(test, text);
    default:
        return begins(text, test->value);
    }
}

static bool test_passes(const Test *test, const Record *record)
{
    Text text;
    switch (test->field) {
    case ON_STATUS:
        return between(test, (uint64_t)record->status) != test->negated;
    case ON_SIZE:
        return between(test, record->size) != test->negated;
    case ON_LATENCY:
        return record->latency < 0 ? test->negated : between(test, (uint64_t)record->latency) != test->negated;
    default:
        text = text_of(record, test->field);
        return text.at ? text_passes(test, text) != test->negated : test->negated;
    }
}

bool passes(const Record *record, const Test *tests, size_t count)
{
    for (size_t number = 0; number < count; number++)
        if (!test_passes(&tests[number], record))
            return false;
    return true;
}
