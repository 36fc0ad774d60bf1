/* Searches a whole block for the first needle, and the lines where it stands for the others. */
#include "sift.h"

static bool stands(const Needle *needle, const char *at)
{
    uint8_t behind = (uint8_t)at[needle->text.length];
    return behind >= needle->low && behind <= needle->high && memcmp(at, needle->text.at, needle->text.length) == 0;
}

#if defined(__SSE2__)
/* The places of 16 where the needle's first byte stands, and a byte of the range as far behind it as there. */
static inline unsigned places(const Needle *needle, const char *at, bool escapes)
{
    __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i behind = _mm_loadu_si128((const __m128i *)(const void *)(at + needle->text.length));
    __m128i first = _mm_cmpeq_epi8(chunk, _mm_set1_epi8(needle->text.at[0]));
    __m128i above = _mm_sub_epi8(behind, _mm_set1_epi8((char)needle->low));
    __m128i width = _mm_set1_epi8((char)(needle->high - needle->low));
    __m128i found = _mm_and_si128(first, _mm_cmpeq_epi8(_mm_subs_epu8(above, width), _mm_setzero_si128()));
    if (escapes)
        found = _mm_or_si128(found, _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\')));
    return (unsigned)_mm_movemask_epi8(found);
}
#endif

/* The first place of a needle, or of a backslash where there may be escapes; NULL for none. */
static inline const char *find(const Needle *needle, const char *at, const char *end, bool escapes)
{
    size_t length = needle->text.length;
    const char *last = (size_t)(end - at) > length ? end - length : at;
#if defined(__SSE2__)
    for (; last - at >= 32; at += 32) {
        unsigned found = places(needle, at, escapes) | places(needle, at + 16, escapes) << 16;
        for (; found; found &= found - 1) {
            const char *place = at + __builtin_ctz(found);
            if ((escapes && *place == '\\') || stands(needle, place))
                return place;
        }
    }
#endif
    for (; at < last; at++)
        if ((escapes && *at == '\\') || (*at == needle->text.at[0] && stands(needle, at)))
            return at;
    at = escapes ? find_byte(at, end, '\\') : end;
    return at < end ? at : NULL;
}

static const char *find_needle(const Sieve *sieve, size_t number, const char *at, const char *end)
{
    return sieve->escapes ? find(&sieve->needles[number], at, end, true)
                          : find(&sieve->needles[number], at, end, false);
}

/* Behind the last newline in front of `at`, or `begin`. */
static const char *line_begin(const char *begin, const char *at)
{
#if defined(__SSE2__)
    const __m128i newline = _mm_set1_epi8('\n');
    for (; at - begin >= 16; at -= 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)(at - 16));
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, newline));
        if (found)
            return at + 16 - __builtin_clz((unsigned)found);
    }
#endif
    while (at > begin && at[-1] != '\n')
        at--;
    return at;
}

static bool holds_others(const Sieve *sieve, Text line)
{
    for (size_t number = 1; number < sieve->count; number++)
        if (!find_needle(sieve, number, line.at, line.at + line.length))
            return false;
    return true;
}

bool next_line(const Sieve *sieve, const char **at, const char *end, Text *line)
{
    const char *found;
    while (*at < end && (found = find_needle(sieve, 0, *at, end))) {
        const char *begin = line_begin(*at, found), *until = find_byte(found, end, '\n');
        *line = (Text){begin, (size_t)(until - begin)};
        *at = until < end ? until + 1 : end;
        if (holds_others(sieve, *line))
            return true;
    }
    return false;
}
