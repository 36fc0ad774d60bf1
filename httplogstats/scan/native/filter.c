/* The tests of a filter: httplogstats.filters.Test.passes. */
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

static bool text_passes(const Test *test, Text text)
{
    switch (test->kind) {
    case IS:
        return same(text, test->value);
    case HAS:
        return find_text(text.at, text.at + text.length, test->value) != NULL;
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
