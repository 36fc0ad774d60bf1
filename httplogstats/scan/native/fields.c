/* Runs a layout's fields over a line, from left to right. */
#include "layout.h"

/* The end of a quoted field: the first quote that no backslash escapes; NULL where there is none. */
static const char *closing_quote(const char *line, const char *at, const char *end)
{
    for (;;) {
        at = find_either_in(line, at, end, '"', '\\');
        if (at == end)
            return NULL;
        if (*at == '"')
            return at;
        if (end - at < 2)
            return NULL;
        at += 2;
    }
}

static inline bool opens_at(const Field *field, const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (left < 8 || field->opens.length > 8)
        return begins((Text){at, left}, field->opens);
    return ((load64(at) ^ field->head) & field->mask) == 0;
}

/* The field of a line that begins at `at`; false where it does not fit. */
static inline bool take(const Field *field, const char *line, const char *at, const char *end, bool may_end,
                        Text *taken)
{
    if (!opens_at(field, at, end))
        return false;
    at += field->opens.length;
    while (field->padded && at < end && *at == ' ')
        at++;
    const char *until;
    if (field->quoted) {
        until = closing_quote(line, at, end);
        if (!until)
            return false;
    } else {
        until = field->closes.length == 1 ? find_byte_in(line, at, end, field->until) : find_text(at, end, field->closes);
        until = until ? until : end;
        if (until == at || (until == end && !may_end))
            return false;
    }
    *taken = (Text){at, (size_t)(until - at)};
    return true;
}

static void seek(const Layout *layout, const char *line, const char *at, const char *end, Values *values)
{
    for (size_t number = 0; number < layout->sought_count; number++) {
        const Field *field = &layout->sought[number];
        const char *found = find_text(at, end, field->opens);
        Text taken;
        if (found && take(field, line, found, end, true, &taken))
            set_value(values, field->role, taken);
    }
}

bool read_fields(const Layout *layout, Text line, Values *values)
{
    const char *at = line.at, *end = line.at + line.length;
    const Field *field = layout->fields, *last = NULL;
    const Field *required = field + layout->required, *stop = field + layout->count;
    values->present = 0;
    for (; field < stop; last = field++) {
        Text taken;
        if (!take(field, line.at, at, end, field + 1 >= required, &taken)) {
            if (field < required)
                return false;
            break;
        }
        set_value(values, field->role, taken);
        at = taken.at + taken.length;
    }
    if (last && last->quoted)
        at++;
    if ((!last || !last->optional) && at < end && *at != ' ' && *at != '\t')
        return false;
    seek(layout, line.at, at, end, values);
    return true;
}
