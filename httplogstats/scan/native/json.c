/* Reads a line that is a JSON object: values of the layout's keys, on an explicit stack of fixed depth.
 *
 * Odd lines are left to the exact reader: deep ones, keys that come twice or have escapes, halves of escaped
 * pairs. What is no JSON is said at once. */
#include "json.h"

enum { DEEPEST = 64 };

typedef struct {
    const char *at, *end;
    const Layout *layout;
    Values *values;
    char *room;                   /* for strings without their escapes */
    uint32_t best[ROLES];         /* the number of the key that gave a role its value */
    uint64_t seen[KEY_DEPTH + 1]; /* keys that were met at a depth, or an object on their way */
    int depth;
    bool array[DEEPEST], begun[DEEPEST]; /* what is open */
    uint64_t within[DEEPEST];            /* keys that may lie within an object */
    uint64_t first[DEEPEST];             /* keys whose value is the next element of an array, its first one */
} Reader;

static void skip_spaces(Reader *reader)
{
    while (reader->at < reader->end &&
           (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\r' || *reader->at == '\n'))
        reader->at++;
}

static bool accept(Reader *reader, char byte)
{
    bool there = reader->at < reader->end && *reader->at == byte;
    reader->at += there;
    return there;
}

static bool accept_word(Reader *reader, Text word)
{
    bool there = begins((Text){reader->at, (size_t)(reader->end - reader->at)}, word);
    if (there)
        reader->at += word.length;
    return there;
}

static void pass_digits(Reader *reader)
{
    while (reader->at < reader->end && is_digit(*reader->at))
        reader->at++;
}

/* As much of a number as is one; what follows is then no JSON. */
static bool read_number(Reader *reader, Text *text)
{
    const char *begin = reader->at;
    accept(reader, '-');
    if (reader->at == reader->end || !is_digit(*reader->at))
        return false;
    if (!accept(reader, '0'))
        pass_digits(reader);
    if (reader->end - reader->at >= 2 && reader->at[0] == '.' && is_digit(reader->at[1])) {
        reader->at++;
        pass_digits(reader);
    }
    const char *whole = reader->at;
    if (accept(reader, 'e') || accept(reader, 'E')) {
        if (!accept(reader, '-'))
            accept(reader, '+');
        const char *digits = reader->at;
        pass_digits(reader);
        if (reader->at == digits)
            reader->at = whole;
    }
    *text = (Text){begin, (size_t)(reader->at - begin)};
    return true;
}

/* The value of the keys marked in `keys`; of those of one role, the first in the layout's order counts. */
static void set_keys(Reader *reader, uint64_t keys, Text text)
{
    for (uint32_t number = 0; keys; number++, keys >>= 1) {
        if (!(keys & 1))
            continue;
        Role role = reader->layout->keys[number].role;
        if (has(reader->values, role) && reader->best[role] < number)
            continue;
        reader->values->present |= 1u << role;
        reader->values->texts[role] = text;
        reader->best[role] = number;
    }
}

/* Which keys a name means here, and which may lie within its object. */
static JsonStatus match(Reader *reader, Text name, uint64_t *keys, uint64_t *within)
{
    int depth = reader->depth;
    uint64_t may = reader->within[depth - 1];
    *keys = *within = 0;
    for (uint32_t number = 0; may; number++, may >>= 1) {
        const Key *key = &reader->layout->keys[number];
        if (!(may & 1))
            continue;
        Text rest = {key->name.at + key->parts[depth - 1], key->name.length - key->parts[depth - 1]};
        if (rest.length < name.length || memcmp(rest.at, name.at, name.length) != 0)
            continue;
        if (rest.length == name.length)
            *keys |= (uint64_t)1 << number;
        else if (depth < key->depth && key->parts[depth] == key->parts[depth - 1] + name.length + 1)
            *within |= (uint64_t)1 << number;
    }
    if (reader->seen[depth] & (*keys | *within))
        return ODD_JSON;
    reader->seen[depth] |= *keys | *within;
    return IS_JSON;
}

static JsonStatus open(Reader *reader, bool array, uint64_t within, uint64_t first)
{
    if (reader->depth == DEEPEST)
        return ODD_JSON;
    reader->array[reader->depth] = array;
    reader->begun[reader->depth] = false;
    reader->within[reader->depth] = within;
    reader->first[reader->depth] = first;
    reader->depth++;
    return IS_JSON;
}

static JsonStatus read_value(Reader *reader, uint64_t keys, uint64_t within)
{
    Text text = {NULL, 0};
    bool escaped = false;
    if (accept(reader, '{'))
        return open(reader, false, within, 0);
    if (accept(reader, '['))
        return open(reader, true, 0, reader->array[reader->depth - 1] ? 0 : keys);
    if (accept(reader, '"')) {
        JsonStatus status = json_string(&reader->at, reader->end, &text, &escaped);
        if (status == IS_JSON && escaped && keys) {
            status = json_unescape(&text, reader->room);
            reader->room += text.length;
        }
        if (status != IS_JSON)
            return status;
    } else if (accept_word(reader, TEXT("true"))) {
        text = TEXT("true");
    } else if (accept_word(reader, TEXT("false"))) {
        text = TEXT("false");
    } else if (accept_word(reader, TEXT("NaN"))) {
        text = TEXT("NaN");
    } else if (accept_word(reader, TEXT("Infinity"))) {
        text = TEXT("Infinity");
    } else if (accept_word(reader, TEXT("-Infinity"))) {
        text = TEXT("-Infinity");
    } else if (!accept_word(reader, TEXT("null")) && !read_number(reader, &text)) {
        return NO_JSON;
    }
    if (text.at)
        set_keys(reader, keys, text);
    return IS_JSON;
}

/* The next key and value, or value, of what is open. */
static JsonStatus read_next(Reader *reader)
{
    uint64_t keys = 0, within = 0;
    if (!reader->array[reader->depth - 1]) {
        Text name;
        bool escaped;
        if (!accept(reader, '"') || json_string(&reader->at, reader->end, &name, &escaped) != IS_JSON)
            return NO_JSON;
        if (reader->within[reader->depth - 1]) {
            JsonStatus status = escaped ? ODD_JSON : match(reader, name, &keys, &within);
            if (status != IS_JSON)
                return status;
        }
        skip_spaces(reader);
        if (!accept(reader, ':'))
            return NO_JSON;
        skip_spaces(reader);
    } else {
        keys = reader->first[reader->depth - 1];
        reader->first[reader->depth - 1] = 0;
    }
    return read_value(reader, keys, within);
}

/* Behind a value, or behind an opening bracket: closes what ends here; whether another value must come. */
static bool comes_next(Reader *reader, JsonStatus *status)
{
    while (reader->depth) {
        bool *begun = &reader->begun[reader->depth - 1];
        skip_spaces(reader);
        if (accept(reader, reader->array[reader->depth - 1] ? ']' : '}')) {
            reader->depth--;
            continue;
        }
        if (*begun && !accept(reader, ','))
            *status = NO_JSON;
        *begun = true;
        skip_spaces(reader);
        return *status == IS_JSON;
    }
    return false;
}

JsonStatus read_json(const Layout *layout, Text line, char *room, Values *values)
{
    Reader reader = {.at = line.at, .end = line.at + line.length, .layout = layout, .values = values, .room = room};
    uint64_t all = layout->key_count < 64 ? ((uint64_t)1 << layout->key_count) - 1 : ~(uint64_t)0;
    values->present = 0;
    if (layout->odd)
        return ODD_JSON;
    skip_spaces(&reader);
    if (!accept(&reader, '{'))
        return NO_JSON;
    JsonStatus status = open(&reader, false, all, 0);
    while (status == IS_JSON && comes_next(&reader, &status))
        status = read_next(&reader);
    skip_spaces(&reader);
    return status == IS_JSON && reader.at != reader.end ? NO_JSON : status;
}
