/* Runs a layout's fields over a line, from left to right. Behind `end`, OVER bytes may be read. */
#include "layout.h"

static inline bool stands_at(const Mark *mark, const char *at, const char *end)
{
    if (((load64(at) ^ mark->head) & mark->mask) != 0 || (size_t)(end - at) < mark->text.length)
        return false;
    return mark->text.length <= 8 || memcmp(at, mark->text.at, mark->text.length) == 0;
}

/* The first quote that no backslash escapes; NULL where there is none. */
static inline const char *closing_quote(const char *at, const char *end)
{
    for (;;) {
        at = first_of(at, end, '"', '\\');
        if (at == end)
            return NULL;
        if (*at == '"')
            return at;
        if (end - at < 2)
            return NULL;
        at += 2;
    }
}

static const char *closing_mark(const Mark *mark, char first, const char *at, const char *end)
{
    if (mark->text.length == 0)
        return at;
    at = first_byte(at, end, first);
    while (at < end && !stands_at(mark, at, end))
        at = first_byte(at + 1, end, first);
    return at;
}

/* The end of the field that begins at `at`, which may be the end of the line; NULL where there is no field. */
static inline const char *end_of(const Field *field, const char *at, const char *end)
{
    if (field->quoted)
        return closing_quote(at, end);
    const char *until = field->closes.text.length == 1 ? first_byte(at, end, field->until)
                                                       : closing_mark(&field->closes, field->until, at, end);
    return until > at ? until : NULL;
}

static inline const char *begin_of(const Field *field, const char *at, const char *end)
{
    at += field->opens.text.length;
    if (field->padded)
        while (at < end && *at == ' ')
            at++;
    return at;
}

static void seek(const Layout *layout, const char *at, const char *end, Values *values)
{
    for (size_t number = 0; number < layout->sought_count; number++) {
        const Field *field = &layout->sought[number];
        const char *found = find_text(at, end, field->opens.text);
        const char *begin = found ? begin_of(field, found, end) : NULL;
        const char *until = begin ? end_of(field, begin, end) : NULL;
        if (until)
            set_value(values, field->role, (Text){begin, (size_t)(until - begin)});
    }
}

bool read_fields(const Layout *layout, Text line, Values *values)
{
    const char *at = line.at, *end = line.at + line.length;
    const Field *first = layout->fields, *field = first, *stop = first + layout->count;
    values->present = 0;
    for (; field < stop && stands_at(&field->opens, at, end); field++) {
        const char *begin = begin_of(field, at, end), *until = end_of(field, begin, end);
        if (!until || (until == end && field + 1 < first + layout->required))
            break;
        values->texts[field->place] = (Text){begin, (size_t)(until - begin)};
        at = until;
    }
    if (field < first + layout->required)
        return false;
    const Field *last = field > first ? field - 1 : NULL;
    values->present = last ? last->present : 0;
    if (last && last->quoted)
        at++;
    if ((!last || !last->optional) && at < end && *at != ' ' && *at != '\t')
        return false;
    seek(layout, at, end, values);
    return true;
}
