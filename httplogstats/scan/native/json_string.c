/* Strings of JSON, and their escapes. */
#include "json.h"

static int hex_digit(char byte)
{
    if (is_digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The four digits of a \u escape at `at`; -1 for none. */
static int code_at(const char *at, const char *end)
{
    int code = 0;
    if (end - at < 4)
        return -1;
    for (int place = 0; place < 4; place++) {
        int digit = hex_digit(at[place]);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

JsonStatus json_string(const char **place, const char *end, Text *raw, bool *escaped)
{
    const char *begin = *place, *at = begin;
    *escaped = false;
    for (;;) {
        at = first_of(at, end, '"', '\\');
        if (at == end)
            return NO_JSON;
        if (*at == '"')
            break;
        *escaped = true;
        if (end - at < 2 || !memchr("\"\\/bfnrtu", at[1], 9))
            return NO_JSON;
        if (at[1] == 'u' && code_at(at + 2, end) < 0)
            return NO_JSON;
        at += 2;
    }
    *raw = (Text){begin, (size_t)(at - begin)};
    *place = at + 1;
    return IS_JSON;
}

static size_t put_code(char *into, int code)
{
    if (code < 0x80) {
        into[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        into[0] = (char)(0xc0 | code >> 6);
        into[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    into[0] = (char)(0xe0 | code >> 12);
    into[1] = (char)(0x80 | (code >> 6 & 0x3f));
    into[2] = (char)(0x80 | (code & 0x3f));
    return 3;
}

JsonStatus json_unescape(Text *text, char *room)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char *into = room;
    for (const char *at = text->at, *end = at + text->length; at < end;) {
        if (*at != '\\') {
            *into++ = *at++;
            continue;
        }
        if (at[1] == 'u') {
            int code = code_at(at + 2, end);
            if (code >= 0xd800 && code < 0xe000)
                return ODD_JSON;
            into += put_code(into, code);
            at += 6;
            continue;
        }
        *into++ = meant[strchr(names, at[1]) - names];
        at += 2;
    }
    *text = (Text){room, (size_t)(into - room)};
    return IS_JSON;
}
