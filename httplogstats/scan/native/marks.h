/* Where lines and their fields may end: a bit for each byte of a piece of a block. */
#ifndef HTTPLOGSTATS_MARKS_H
#define HTTPLOGSTATS_MARKS_H

#include "text.h"

enum { WORD = 64, WORDS = 64, MARKED = 3 }; /* bytes in a word, words in a piece, and bytes that are marked */
enum { AHEAD = WORD - 7 };

typedef struct {
    const char *begin;
    size_t words, count;                /* of the piece, and of the lines that end in it */
    uint64_t places[MARKED][WORDS + 1]; /* of each byte that is marked; the last word has none */
    uint16_t ends[WORDS * WORD];        /* where the lines end */
} Marks;

/* Marks the piece that begins at `at`; behind `end`, WORD bytes may be read. Has no lines where it takes too long. */
void mark_piece(Marks *marks, const char *at, const char *end, const char bytes[MARKED]);

/* Which of the bytes from `at` on are marked so, a bit for each of the next AHEAD. */
static inline uint64_t places_at(const Marks *marks, int mark, size_t at)
{
    return load64((const char *)marks->places[mark] + at / 8) >> at % 8;
}

#endif
