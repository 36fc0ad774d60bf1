/* Finds the lines in which some bytes stand: only they can pass a filter, and only they need be read. */
#ifndef HTTPLOGSTATS_SIFT_H
#define HTTPLOGSTATS_SIFT_H

#include "text.h"

/* A text, at least a byte, with a byte from `low` to `high` behind it. Where there are names: three digits that are the
 * value of such a key, the first of them from `low` to `high`. */
typedef struct {
    Text text;
    uint8_t low, high;
    Text *names;
    size_t name_count;
} Needle;

typedef struct {
    Needle *needles; /* at least one */
    size_t count;
    bool escapes; /* whether a line with a backslash may hold them in other bytes */
} Sieve;

/* The next line from `*at` on that holds all needles, without its end; `*at` moves behind it. */
bool next_line(const Sieve *sieve, const char **at, const char *end, Text *line);

#endif
