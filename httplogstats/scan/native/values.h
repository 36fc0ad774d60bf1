/* Numbers and requests as they stand in a line: what httplogstats.scan.times and scan.requests say. */
#ifndef HTTPLOGSTATS_VALUES_H
#define HTTPLOGSTATS_VALUES_H

#include "text.h"

typedef struct {
    Text method, section, path;
} Asked;

/* Microseconds of one time or of several, -1 for none; a number without unit is times 10 ^ `power`. */
int64_t micros_of(Text text, int power);
/* At most 19 digits. */
bool parse_size(Text text, uint64_t *size);
/* Behind what is asked for, OVER bytes may be read. */
Asked parse_request(Text request);
Asked parse_target(Text method, Text target);
/* Without `always`, an address that has other colons and no brackets is IPv6, and has none. */
Text without_port(Text text, bool always);
int bucket_of(int64_t micros);

#endif
