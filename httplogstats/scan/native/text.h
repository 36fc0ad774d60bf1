/* A piece of a line, and the searches in one. Nothing outside of [at, end) is read. */
#ifndef HTTPLOGSTATS_TEXT_H
#define HTTPLOGSTATS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef struct {
    const char *at; /* NULL: not there */
    size_t length;
} Text;

enum { FINE = 0, NO_MEMORY = -1, FAILED = -2 }; /* FAILED: an exception of Python's is set */

#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1})

static inline bool same(Text one, Text other)
{
    return one.length == other.length && memcmp(one.at, other.at, one.length) == 0;
}

static inline bool begins(Text text, Text with)
{
    return text.length >= with.length && memcmp(text.at, with.at, with.length) == 0;
}

static inline Text cut(Text text, size_t most)
{
    return (Text){text.at, text.length < most ? text.length : most};
}

static inline Text without_spaces(Text text)
{
    while (text.length && text.at[0] == ' ') {
        text.at++;
        text.length--;
    }
    while (text.length && text.at[text.length - 1] == ' ')
        text.length--;
    return text;
}

static inline bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline uint64_t load64(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint64_t load32(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Texts are short: a call takes longer than they do. Nothing overlaps. */
static inline void copy_text(char *to, const char *from, size_t length)
{
    if (length >= 16) { /* the last 16 bytes overlap those before them */
        for (size_t at = 0; at + 16 < length; at += 16)
            memcpy(to + at, from + at, 16);
        memcpy(to + length - 16, from + length - 16, 16);
    } else if (length >= 8) {
        memcpy(to, from, 8);
        memcpy(to + length - 8, from + length - 8, 8);
    } else if (length >= 4) {
        memcpy(to, from, 4);
        memcpy(to + length - 4, from + length - 4, 4);
    } else {
        for (size_t at = 0; at < length; at++)
            to[at] = from[at];
    }
}

/* The first `one` or `other`, or `end`. Fields are short, so 16 bytes are looked at before any call; the last ones
 * with some of those before them, of which the bytes from `floor` on may be read. */
static inline const char *find_either_in(const char *floor, const char *at, const char *end, char one, char other)
{
#if defined(__SSE2__)
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other);
    for (; end - at >= 16; at += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)at);
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(chunk, ones), _mm_cmpeq_epi8(chunk, others)));
        if (found)
            return at + __builtin_ctz((unsigned)found);
    }
    if (at < end && end - floor >= 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)(end - 16));
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(chunk, ones), _mm_cmpeq_epi8(chunk, others)));
        found >>= 16 - (end - at);
        return found ? at + __builtin_ctz((unsigned)found) : end;
    }
    if (end - at >= 8) { /* the first 8 and the last 8 of them */
        __m128i chunk = _mm_set_epi64x((int64_t)load64(end - 8), (int64_t)load64(at));
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(chunk, ones), _mm_cmpeq_epi8(chunk, others)));
        int place = found ? __builtin_ctz((unsigned)found) : 16;
        return place < 8 ? at + place : end - 16 + place;
    }
#else
    (void)floor;
#endif
    while (at < end && *at != one && *at != other)
        at++;
    return at;
}

static inline const char *find_either(const char *at, const char *end, char one, char other)
{
    return find_either_in(at, at, end, one, other);
}

/* The first `byte`, or `end`. */
static inline const char *find_byte_in(const char *floor, const char *at, const char *end, char byte)
{
#if defined(__SSE2__)
    return find_either_in(floor, at, end, byte, byte);
#else
    (void)floor;
    const char *found = at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;
    return found ? found : end;
#endif
}

static inline const char *find_byte(const char *at, const char *end, char byte)
{
    return find_byte_in(at, at, end, byte);
}

/* The first occurrence of `needle`, or NULL. */
static inline const char *find_text(const char *at, const char *end, Text needle)
{
    if (needle.length == 0)
        return at;
    for (;; at++) {
        at = find_byte(at, end, needle.at[0]);
        if ((size_t)(end - at) < needle.length)
            return NULL;
        if (memcmp(at, needle.at, needle.length) == 0)
            return at;
    }
}

#endif
