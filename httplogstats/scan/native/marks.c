/* Looks at 64 bytes at once: with the widest comparisons that the processor has. */
#include "marks.h"

#if defined(__SSE2__) && defined(__GNUC__) && !defined(NO_AVX2) /* as .ci/narrow builds it */
#include <immintrin.h>
#define WIDE __attribute__((target("avx2")))
#endif

typedef uint64_t PlacesOf(const char *at, char byte);

#if defined(WIDE)
WIDE static inline uint64_t wide_places(const char *at, char byte)
{
    __m256i bytes = _mm256_set1_epi8(byte);
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, bytes));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, bytes));
    return first | (uint64_t)second << 32;
}
#endif

#if defined(__SSE2__)
static inline uint64_t word_places(const char *at, char byte)
{
    uint64_t places = 0;
    for (int part = 0; part < WORD; part += OVER)
        places |= places_of(at + part, byte, byte) << part;
    return places;
}
#elif defined(PLACE_BITS)
static inline uint64_t word_places(const char *at, char byte)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bytes = vdupq_n_u8((uint8_t)byte), places[4];
    for (int part = 0; part < 4; part++)
        places[part] = vandq_u8(vceqq_u8(vld1q_u8((const uint8_t *)at + 16 * part), bytes), vld1q_u8(bits));
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(places[0], places[1]), vpaddq_u8(places[2], places[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}
#endif

#if defined(PLACE_BITS)
static inline __attribute__((always_inline)) size_t mark_words(Marks *marks, const char *at, const char *bytes,
                                                               PlacesOf *places_of_word)
{
    size_t count = 0;
    for (size_t word = 0; word < marks->words; word++, at += WORD) {
        for (int number = 0; number < MARKED; number++)
            marks->places[number][word] = places_of_word(at, bytes[number]);
        for (uint64_t newlines = places_of_word(at, '\n'); newlines; newlines &= newlines - 1)
            marks->ends[count++] = (uint16_t)(word * WORD + (size_t)__builtin_ctzll(newlines));
    }
    return count;
}
#endif

#if defined(WIDE)
WIDE static size_t mark_wide(Marks *marks, const char *at, const char *bytes)
{
    return mark_words(marks, at, bytes, wide_places);
}
#endif

void mark_piece(Marks *marks, const char *at, const char *end, const char bytes[MARKED])
{
    marks->begin = at;
    marks->words = marks->count = 0;
#if defined(PLACE_BITS)
    size_t words = (size_t)(end - at) / WORD + 1;
    marks->words = words < WORDS ? words : WORDS;
#if defined(WIDE)
    if (__builtin_cpu_supports("avx2"))
        marks->count = mark_wide(marks, at, bytes);
    else
#endif
        marks->count = mark_words(marks, at, bytes, word_places);
    for (int number = 0; number < MARKED; number++)
        marks->places[number][marks->words] = 0;
#endif
}
