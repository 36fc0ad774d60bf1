/* A request line to method, section and path (semantics C4, C5), and hosts with a port. */
#include "table.h"
#include "values.h"

static Asked nothing(void)
{
    return (Asked){TEXT("-"), TEXT("(invalid)"), TEXT("(invalid)")};
}

/* The length of a method at the beginning: a letter, then up to 31 letters, digits, - or _; 0 for none. */
static size_t method_length(Text text)
{
    size_t at = 0;
    if (text.length == 0 || !is_letter(text.at[0]))
        return 0;
    while (at < text.length && at < 32 &&
           (is_letter(text.at[at]) || is_digit(text.at[at]) || text.at[at] == '-' || text.at[at] == '_'))
        at++;
    return at;
}

/* The length of `scheme://host` at the beginning; 0 for none. */
static size_t scheme_length(Text text)
{
    size_t at = 0;
    if (text.length == 0 || !is_letter(text.at[0]))
        return 0;
    while (at < text.length && at < 32 &&
           (is_letter(text.at[at]) || is_digit(text.at[at]) || text.at[at] == '+' || text.at[at] == '.' ||
            text.at[at] == '-'))
        at++;
    if (!begins((Text){text.at + at, text.length - at}, TEXT("://")))
        return 0;
    for (at += 3; at < text.length && text.at[at] != '/' && text.at[at] != '?' && text.at[at] != '#'; at++)
        ;
    return at;
}

static Asked asked(Text method, Text target)
{
    if (target.length == 0)
        return nothing();
    if (same(method, TEXT("CONNECT")))
        return (Asked){method, TEXT("(connect)"), cut(target, KEY_LIMIT)};
    if (same(target, TEXT("*")))
        return (Asked){method, target, target};
    if (target.at[0] != '/') {
        size_t host = scheme_length(target);
        if (host == 0)
            return (Asked){method, TEXT("(invalid)"), cut(target, KEY_LIMIT)};
        target = (Text){target.at + host, target.length - host};
    }
    const char *end = first_of(target.at, target.at + target.length, '?', '#');
    Text path = {target.at, (size_t)(end - target.at)};
    if (path.length == 0)
        return (Asked){method, TEXT("/"), TEXT("/")};
    const char *second = first_byte(path.at + 1, path.at + path.length, '/');
    Text section = {path.at, (size_t)(second - path.at)};
    return (Asked){method, cut(section, KEY_LIMIT), cut(path, KEY_LIMIT)};
}

/* Where the last ` HTTP/` begins, at or behind `from`; the end where there is none. Most have ` HTTP/1.1`. */
static size_t protocol_at(Text request, size_t from)
{
    if (request.length >= from + 9 && memcmp(request.at + request.length - 9, " HTTP/", 6) == 0)
        return request.length - 9;
    for (size_t at = request.length; at >= from + 6; at--)
        if (request.at[at - 1] == '/' && memcmp(request.at + at - 6, " HTTP/", 6) == 0)
            return at - 6;
    return request.length;
}

/* The method at the beginning. Most are one of these: whoever counts them need not fetch the line. */
static Text method_of(Text request)
{
    static const Text common[] = {TEXT("GET "), TEXT("POST "), TEXT("HEAD ")};
    for (size_t number = 0; number < sizeof common / sizeof *common; number++)
        if (begins(request, common[number]))
            return cut(common[number], common[number].length - 1);
    return (Text){request.at, method_length(request)};
}

Asked parse_request(Text request)
{
    Text method = method_of(request);
    size_t length = method.length;
    if (length == 0 || length >= request.length || request.at[length] != ' ')
        return nothing();
    size_t begin = length + 1, end = protocol_at(request, length);
    Text target = {request.at + begin, end > begin ? end - begin : 0};
    return asked(method, without_spaces(target));
}

Asked parse_target(Text method, Text target)
{
    if (!same(method, TEXT("-")) && (method.length == 0 || method_length(method) != method.length))
        return nothing();
    return same(target, TEXT("-")) ? nothing() : asked(method, without_spaces(target));
}

Text without_port(Text text, bool always)
{
    size_t digits = 0;
    while (digits < 5 && digits < text.length && is_digit(text.at[text.length - 1 - digits]))
        digits++;
    if (digits && text.length > digits + 1 && text.at[text.length - 1 - digits] == ':') {
        size_t host = text.length - digits - 1;
        bool bracketed = text.at[0] == '[' && text.at[host - 1] == ']';
        if (always || bracketed || !memchr(text.at, ':', host))
            text.length = host;
    }
    if (text.length > 2 && text.at[0] == '[' && text.at[text.length - 1] == ']')
        text = (Text){text.at + 1, text.length - 2};
    return text;
}
