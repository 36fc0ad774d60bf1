/* Searches a whole block for the first needle, and the lines where it stands for the others. */
#include "sift.h"

/* Two bytes of a needle, which are looked for everywhere: what the first may be, and the one at a distance behind. */
typedef struct {
    uint8_t low, high, behind_low, behind_high;
    size_t distance;
} Probe;

static Probe probe_of(const Needle *needle)
{
    if (needle->name_count)
        return (Probe){needle->low, needle->high, '0', '9', 2};
    uint8_t first = (uint8_t)needle->text.at[0];
    return (Probe){first, first, needle->low, needle->high, needle->text.length};
}

static inline bool is_between(char byte, uint8_t low, uint8_t high)
{
    return (uint8_t)byte >= low && (uint8_t)byte <= high;
}

/* Whether the three digits at `at`, of which the third is one, are the value of a key with one of the names. */
static bool is_value(const Needle *needle, const char *begin, const char *at, const char *end)
{
    if (!is_digit(at[1]) || (end - at > 3 && is_digit(at[3])))
        return false;
    while (at > begin && (at[-1] == '"' || at[-1] == ':' || at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r'))
        at--;
    for (size_t number = 0; number < needle->name_count; number++) {
        Text name = needle->names[number];
        if ((size_t)(at - begin) >= name.length && memcmp(at - name.length, name.at, name.length) == 0)
            return true;
    }
    return false;
}

/* Whether a needle stands where its probe says so. */
static bool stands(const Needle *needle, const char *begin, const char *at, const char *end)
{
    if (needle->name_count)
        return is_value(needle, begin, at, end);
    return memcmp(at, needle->text.at, needle->text.length) == 0;
}

#if defined(__SSE2__)
static inline __m128i between(__m128i bytes, uint8_t low, uint8_t high)
{
    __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8((char)low));
    return _mm_cmpeq_epi8(_mm_subs_epu8(above, _mm_set1_epi8((char)(high - low))), _mm_setzero_si128());
}

/* Which of 16 places the probe fits, or have a backslash. */
static inline unsigned places(Probe probe, const char *at, bool escapes)
{
    __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i behind = _mm_loadu_si128((const __m128i *)(const void *)(at + probe.distance));
    __m128i found = _mm_and_si128(between(chunk, probe.low, probe.high),
                                  between(behind, probe.behind_low, probe.behind_high));
    if (escapes)
        found = _mm_or_si128(found, _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\')));
    return (unsigned)_mm_movemask_epi8(found);
}
#endif

/* The first place of a needle, or of a backslash where there may be escapes; NULL for none. */
static inline const char *find(const Needle *needle, const char *begin, const char *end, bool escapes)
{
    const Probe probe = probe_of(needle);
    const char *at = begin, *last = (size_t)(end - at) > probe.distance ? end - probe.distance : at;
#if defined(__SSE2__)
    for (; last - at >= 32; at += 32) {
        unsigned found = places(probe, at, escapes) | places(probe, at + 16, escapes) << 16;
        for (; found; found &= found - 1) {
            const char *place = at + __builtin_ctz(found);
            if ((escapes && *place == '\\') || stands(needle, begin, place, end))
                return place;
        }
    }
#endif
    for (; at < last; at++)
        if ((escapes && *at == '\\') ||
            (is_between(*at, probe.low, probe.high) &&
             is_between(at[probe.distance], probe.behind_low, probe.behind_high) && stands(needle, begin, at, end)))
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
