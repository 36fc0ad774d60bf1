/* Finds the lines in which some bytes stand: only they can pass a filter, and only they need be read. */
#ifndef HTTPLOGSTATS_SIFT_H
#define HTTPLOGSTATS_SIFT_H

#include "text.h"

typedef struct {
    Text text;         /* at least a byte */
    uint8_t low, high; /* of the byte behind it */
} Needle;

typedef struct {
    Needle *needles; /* at least one */
    size_t count;
    bool escapes; /* whether a line with a backslash may hold them in other bytes */
} Sieve;

/* The next line from `*at` on that holds all needles, without its end; `*at` moves behind it. */
bool next_line(const Sieve *sieve, const char **at, const char *end, Text *line);

#endif
