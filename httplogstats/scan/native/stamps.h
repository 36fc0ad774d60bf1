/* Time stamps to Unix seconds: the shapes of httplogstats.scan.stamps. */
#ifndef HTTPLOGSTATS_STAMPS_H
#define HTTPLOGSTATS_STAMPS_H

#include "text.h"

enum { STAMP_LIMIT = 40, QUARTER = 900, QUARTERS = 64 }; /* no stamp is longer than STAMP_LIMIT bytes */

/* Asks for the seconds east of UTC at a local time; FINE or FAILED. */
typedef int (*AskOffset)(void *whom, int64_t local, int64_t *offset);

typedef struct {
    AskOffset ask; /* NULL: stamps without an offset are UTC */
    void *whom;
    char last[STAMP_LIMIT]; /* a log repeats each stamp as often as it has lines in a second */
    size_t length;
    int64_t second;
    int64_t quarters[QUARTERS], offsets[QUARTERS]; /* what was asked, by quarter hour; INT64_MIN is free */
} Stamps;

void stamps_clear(Stamps *stamps);
/* FINE with a second, FINE and `valid` false for what is no date, or FAILED. */
int stamp_second(Stamps *stamps, Text stamp, int64_t *second, bool *valid);

#endif
