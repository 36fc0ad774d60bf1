/* JSON lines: what httplogstats.scan.read makes of them. */
#ifndef HTTPLOGSTATS_JSON_H
#define HTTPLOGSTATS_JSON_H

#include "layout.h"

typedef enum { IS_JSON, NO_JSON, ODD_JSON } JsonStatus; /* an odd line is left to the exact reader */

/* `room` is for strings without their escapes, and as long as the line. Behind both, OVER bytes may be read. */
JsonStatus read_json(const Layout *layout, Text line, char *room, Values *values);

/* Passes over a string whose quote has been read, to behind its end; behind `end`, OVER bytes may be read. */
JsonStatus json_string(const char **place, const char *end, Text *raw, bool *escaped);
/* Writes a valid string without its escapes, which is never longer than with them. */
JsonStatus json_unescape(Text *text, char *room);

#endif
