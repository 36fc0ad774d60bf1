/* A piece of a line, and the searches in one. */
#ifndef HTTPLOGSTATS_TEXT_H
#define HTTPLOGSTATS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* How 16 bytes are compared at once; without, they are looked at one by one. */
#if defined(__SSE2__)
#include <emmintrin.h>
#define PLACE_BITS 1
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__)
#include <arm_neon.h>
#define PLACE_BITS 4
#endif

typedef struct {
    const char *at; /* NULL: not there */
    size_t length;
} Text;

enum { FINE = 0, NO_MEMORY = -1, FAILED = -2 }; /* FAILED: an exception of Python's is set */

/* Bytes behind a text that may be read where it says so, whatever they are: 16 are looked at at once. */
enum { OVER = 16 };

#define TEXT(literal) ((Text){literal "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", sizeof(literal) - 1})

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

#if defined(PLACE_BITS)
/* Which of the OVER bytes at `at` are `one` or `other`: PLACE_BITS for each, the lowest for the first. */
static inline uint64_t places_of(const char *at, char one, char other)
{
#if defined(__SSE2__)
    __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i ones = _mm_cmpeq_epi8(chunk, _mm_set1_epi8(one)), others = _mm_cmpeq_epi8(chunk, _mm_set1_epi8(other));
    return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(ones, others));
#else
    uint8x16_t chunk = vld1q_u8((const uint8_t *)at);
    uint8x16_t ones = vceqq_u8(chunk, vdupq_n_u8((uint8_t)one)), others = vceqq_u8(chunk, vdupq_n_u8((uint8_t)other));
    uint8x8_t halves = vshrn_n_u16(vreinterpretq_u16_u8(vorrq_u8(ones, others)), 4);
    return vget_lane_u64(vreinterpret_u64_u8(halves), 0);
#endif
}
#endif

/* The first `one` or `other`, or `end`; behind `end`, OVER bytes may be read. Fields are short: a call takes longer. */
static inline const char *first_of(const char *at, const char *end, char one, char other)
{
#if defined(PLACE_BITS)
    for (; at < end; at += OVER) {
        uint64_t places = places_of(at, one, other);
        if (places) {
            at += __builtin_ctzll(places) / PLACE_BITS;
            return at < end ? at : end;
        }
    }
    return end;
#else
    while (at < end && *at != one && *at != other)
        at++;
    return at;
#endif
}

static inline const char *first_byte(const char *at, const char *end, char byte)
{
    return first_of(at, end, byte, byte);
}

/* The first `byte`, or `end`, wherever they are. */
static inline const char *find_byte(const char *at, const char *end, char byte)
{
    const char *found = at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;
    return found ? found : end;
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
