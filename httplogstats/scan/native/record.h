/* What one line says: httplogstats.scan.record, and the filter's tests of it. */
#ifndef HTTPLOGSTATS_RECORD_H
#define HTTPLOGSTATS_RECORD_H

#include "layout.h"
#include "stamps.h"

typedef struct {
    bool stamped;
    int status;
    int64_t second, latency, upstream; /* microseconds; -1 where the log has none */
    uint64_t size;
    Text client, method, section, path, referrer, agent, host, cache; /* `at` is NULL where the log has none */
} Record;

static inline bool is_client_error(int status)
{
    return status >= 400 && status < 500;
}

static inline bool is_server_error(int status)
{
    return status >= 500 && status < 600;
}

/* In the order of FIELDS in httplogstats/scan/compiled.py. */
typedef enum {
    ON_SECTION, ON_PATH, ON_CLIENT, ON_METHOD, ON_AGENT, ON_REFERRER, ON_HOST, ON_CACHE, ON_STATUS, ON_SIZE,
    ON_LATENCY, TESTED
} Tested;

typedef enum { IS, HAS, BEGINS, BETWEEN, WITHIN, KINDS } Kind;

typedef struct {
    Tested field;
    Kind kind;
    bool negated;
    Text value;
    uint64_t low, high;
} Test;

/* FINE with a record, FINE and `valid` false for a malformed line, or FAILED. */
int make_record(const Layout *layout, Stamps *stamps, const Values *values, Record *record, bool *valid);
bool passes(const Record *record, const Test *tests, size_t count);

#endif
