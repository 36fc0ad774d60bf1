/* A layout as a scanner runs it, and the values that a line has: httplogstats.formats.layout and scan.read. */
#ifndef HTTPLOGSTATS_LAYOUT_H
#define HTTPLOGSTATS_LAYOUT_H

#include "text.h"

/* In the order of ROLES in httplogstats/scan/compiled.py. */
typedef enum {
    CLIENT, STAMP, DATE, TIME_OF_DAY, REQUEST, METHOD, TARGET, STATUS, SIZE, REFERRER, AGENT, HOST, LATENCY,
    UPSTREAM, CACHE, READ_OVER, ROLES
} Role;

typedef struct {
    Role role;
    bool optional, quoted, padded;
    Text opens, closes;
    uint64_t head, mask; /* the first 8 bytes of `opens`, and which of them count */
    char until;          /* the first of `closes` */
} Field;

enum { KEY_DEPTH = 4, KEYS = 64 };

/* `a.b` is the key `b` within the object `a`, or a key that is written so. */
typedef struct {
    Role role;
    Text name;
    int depth;               /* the number of its parts */
    size_t parts[KEY_DEPTH]; /* where each part begins */
} Key;

typedef struct {
    Field *fields; /* as they stand in a line */
    size_t count, required;
    Field *sought;
    size_t sought_count;
    Key *keys; /* of JSON, in the order in which they are tried */
    size_t key_count;
    bool odd; /* more keys, or deeper ones, than can be run here: all lines are left to the exact reader */
    bool client_port, host_port, loose_status;
    int latency_power, upstream_power;
} Layout;

typedef struct {
    uint32_t present; /* a bit for each role */
    Text texts[ROLES];
} Values;

/* Once `opens` and `closes` are known. */
static inline void prepare_field(Field *field)
{
    char head[8] = {0}, mask[8] = {0};
    size_t length = cut(field->opens, 8).length;
    if (length)
        memcpy(head, field->opens.at, length);
    memset(mask, 0xff, length);
    field->head = load64(head);
    field->mask = load64(mask);
    field->until = field->closes.length ? field->closes.at[0] : 0;
}

static inline bool has(const Values *values, Role role)
{
    return values->present >> role & 1;
}

/* The first value of a role is the one that counts. */
static inline void set_value(Values *values, Role role, Text text)
{
    if (!has(values, role)) {
        values->present |= 1u << role;
        values->texts[role] = text;
    }
}

static inline Text value_of(const Values *values, Role role)
{
    return has(values, role) ? values->texts[role] : (Text){NULL, 0};
}

/* Whether a line (without its end) fits the layout's fields; then `values` are what they hold. */
bool read_fields(const Layout *layout, Text line, Values *values);

#endif
