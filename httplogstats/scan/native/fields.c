/* Runs a layout's fields over a line, from left to right. Behind its end, OVER bytes may be read. */
#include "layout.h"

#if defined(__GNUC__)
#define SELDOM __attribute__((noinline, cold))
#else
#define SELDOM
#endif

static inline bool has_head(const Mark *mark, const char *at)
{
    return ((load64(at) ^ mark->head) & mark->mask) == 0;
}

static inline bool stands_at(const Mark *mark, const char *at, const char *end)
{
    return has_head(mark, at) && (mark->sure || begins((Text){at, (size_t)(end - at)}, mark->text));
}

/* The first quote that no backslash escapes; NULL where there is none. */
static const char *closing_quote(const char *at, const char *end)
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

static const char *closing_mark(const Field *field, const char *at, const char *end)
{
    const char *found = first_byte(at, end, field->until);
    while (found < end && !stands_at(&field->closes, found, end))
        found = first_byte(found + 1, end, field->until);
    return found > at && (found < end || field->may_end) ? found : NULL;
}

/* The value of any field that stands at `at`. */
static SELDOM bool take_any(const Field *field, const char *at, const char *end, Text *value)
{
    const char *until = NULL;
    if (!stands_at(&field->opens, at, end))
        return false;
    at += field->opens.text.length;
    if (field->padded)
        while (at < end && *at == ' ')
            at++;
    if (field->quoted)
        until = closing_quote(at, end);
    else if (field->closes.text.length)
        until = closing_mark(field, at, end);
    if (!until)
        return false;
    *value = (Text){at, (size_t)(until - at)};
    return true;
}

/* The end of a value that begins at `from` in the piece, by the marks; 0 where it is not so easily told. */
static inline size_t marked_end(const Marks *marks, const Field *field, size_t from, size_t end)
{
    size_t until = from;
    uint64_t places;
    while (!(places = places_at(marks, field->mark, until)))
        if ((until += AHEAD) >= end)
            return 0;
    until += (size_t)__builtin_ctzll(places);
    if (until >= end)
        return 0;
    if (field->quoted)
        return marks->begin[until - 1] != '\\' ? until : 0;
    return until > from && has_head(&field->closes, marks->begin + until) ? until : 0;
}

/* The same as take_any for most values; where one ends, 0 for all others. */
static inline size_t take(const Marks *marks, const Field *field, size_t at, size_t end, Text *value)
{
    size_t from = at + field->opens.text.length;
    if (field->mark < 0 || !has_head(&field->opens, marks->begin + at))
        return 0;
    size_t until = marked_end(marks, field, from, end);
    value->at = marks->begin + from;
    value->length = until - from;
    return until;
}

static void seek(const Layout *layout, const char *at, const char *end, Values *values)
{
    for (size_t number = 0; number < layout->sought_count; number++) {
        const Field *field = &layout->sought[number];
        const char *found = find_text(at, end, field->opens.text);
        Text value;
        if (found && take_any(field, found, end, &value))
            set_value(values, field->role, value);
    }
}

/* How many fields must be read for the values of some roles. Where an optional one stands behind a blank or another
 * optional one, it does not matter for the line whether it is there. */
size_t fields_for(const Layout *layout, uint32_t roles)
{
    size_t count = layout->count;
    for (; !layout->sought_count && count > layout->required; count--) {
        const Field *field = &layout->fields[count - 1];
        Text opens = field->opens.text;
        bool blank = opens.length && (opens.at[0] == ' ' || opens.at[0] == '\t');
        if (roles >> field->role & 1 || (count - 1 == layout->required && !blank))
            break;
    }
    return count;
}

bool read_fields(const Layout *layout, size_t count, Text line, const Marks *marks, Values *values)
{
    const char *begin = marks->begin;
    const Field *first = layout->fields, *field = first, *stop = first + count;
    size_t at = (size_t)(line.at - begin), end = at + line.length;
    bool marked = end < marks->words * WORD;
    for (; field < stop; field++) {
        Text *value = &values->texts[field->place];
        size_t until = marked ? take(marks, field, at, end, value) : 0;
        if (!until) {
            if (!take_any(field, begin + at, begin + end, value))
                break;
            until = (size_t)(value->at - begin) + value->length;
        }
        at = until;
    }
    if (field < first + layout->required)
        return false;
    const Field *last = field > first ? field - 1 : NULL;
    values->present = last ? last->present : 0;
    if (last && last->quoted)
        at++;
    if ((!last || !last->optional) && at < end && begin[at] != ' ' && begin[at] != '\t')
        return false;
    if (layout->sought_count)
        seek(layout, begin + at, begin + end, values);
    return true;
}
