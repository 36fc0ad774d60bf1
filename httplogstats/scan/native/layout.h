/* A layout as a scanner runs it, and the values that a line has: httplogstats.formats.layout and scan.read. */
#ifndef HTTPLOGSTATS_LAYOUT_H
#define HTTPLOGSTATS_LAYOUT_H

#include "marks.h"

/* In the order of ROLES in httplogstats/scan/compiled.py. */
typedef enum {
    CLIENT, STAMP, DATE, TIME_OF_DAY, REQUEST, METHOD, TARGET, STATUS, SIZE, REFERRER, AGENT, HOST, LATENCY,
    UPSTREAM, CACHE, READ_OVER, ROLES
} Role;

/* Bytes that stand in a line at the border of a field. */
typedef struct {
    Text text;
    uint64_t head, mask; /* the first 8 bytes, and which of them count */
    bool sure;           /* what has this head is the mark: it is no longer, and reaches over no line's end */
} Mark;

typedef struct {
    Role role, place; /* the place of its value: READ_OVER for a role that a field before it has */
    bool optional, quoted, padded;
    int mark;         /* of the byte that ends it, or -1 */
    bool may_end;     /* where the line ends */
    Mark opens, closes;
    char until;       /* the first byte of `closes` */
    uint32_t present; /* the roles of this field and those before it, a bit for each */
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
    char marked[MARKED]; /* the bytes that end most fields */
    Field *sought;
    size_t sought_count;
    Key *keys; /* of JSON, in the order in which they are tried */
    size_t key_count;
    bool odd; /* more keys, or deeper ones, than can be run here: all lines are left to the exact reader */
    enum { NO_PORT, PORT, MAYBE_PORT } client_port;
    bool host_port, loose_status;
    int latency_power, upstream_power;
} Layout;

/* Behind a text, OVER bytes may be read. */
typedef struct {
    uint32_t present; /* a bit for each role */
    Text texts[ROLES];
} Values;

static inline Mark mark_of(Text text)
{
    char head[8] = {0}, mask[8] = {0};
    size_t length = cut(text, 8).length;
    if (length)
        memcpy(head, text.at, length);
    memset(mask, 0xff, length);
    bool sure = text.length <= 8 && !memchr(head, '\n', length) && !memchr(head, '\r', length);
    return (Mark){text, load64(head), load64(mask), sure};
}

/* The mark of the byte that ends a field, -1 where that is not marked, or not so easily told. */
static inline int mark_for(const Field *field, char bytes[MARKED])
{
    if (!field->opens.sure || !field->closes.sure || !field->until || field->padded ||
        (field->quoted && !field->opens.text.length))
        return -1;
    for (int number = 0; number < MARKED; number++) {
        if (!bytes[number])
            bytes[number] = field->until;
        if (bytes[number] == field->until)
            return number;
    }
    return -1;
}

static inline void prepare_fields(Layout *layout, Field *fields, size_t count, size_t required)
{
    uint32_t taken = 0;
    for (Field *field = fields; field < fields + count; field++) {
        field->place = taken >> field->role & 1 ? READ_OVER : field->role;
        field->present = taken |= 1u << field->role;
        field->until = field->closes.text.length ? field->closes.text.at[0] : 0;
        field->mark = mark_for(field, layout->marked);
        field->may_end = field + 1 >= fields + required;
    }
}

/* Once the roles of its fields are known, and what opens and closes them. */
static inline void prepare_layout(Layout *layout)
{
    layout->required = 0;
    for (size_t number = 0; number < layout->count; number++)
        layout->required += !layout->fields[number].optional;
    memset(layout->marked, 0, MARKED);
    prepare_fields(layout, layout->fields, layout->count, layout->required);
    prepare_fields(layout, layout->sought, layout->sought_count, 0);
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

/* Whether a line (without its end), behind which OVER bytes may be read, fits the layout's fields; then `values` are
 * what they hold, as far as they are among the first `count`, which are enough. */
size_t fields_for(const Layout *layout, uint32_t roles);
bool read_fields(const Layout *layout, size_t count, Text line, const Marks *marks, Values *values);

#endif
