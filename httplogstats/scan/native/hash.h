/* Hashes of keys, under secrets drawn at start: whoever sends requests cannot make keys collide. */
#ifndef HTTPLOGSTATS_HASH_H
#define HTTPLOGSTATS_HASH_H

#include "text.h"

typedef struct {
    uint64_t secret[4];
} Secrets;

extern Secrets secrets; /* set once, when the module is loaded */

/* Both halves of the product of two words, folded into one. */
static inline uint64_t folded(uint64_t one, uint64_t other)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 Wide;
    Wide product = (Wide)one * other;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t low = (one & 0xffffffff) * (other & 0xffffffff);
    uint64_t cross = (one >> 32) * (other & 0xffffffff) + (low >> 32);
    uint64_t cross2 = (one & 0xffffffff) * (other >> 32) + (cross & 0xffffffff);
    uint64_t high = (one >> 32) * (other >> 32) + (cross >> 32) + (cross2 >> 32);
    return ((cross2 << 32) | (low & 0xffffffff)) ^ high;
#endif
}

static inline uint32_t hash_of(Text key)
{
    const char *at = key.at;
    size_t left = key.length;
    uint64_t state = secrets.secret[0], one = 0, other = 0;
    for (; left > 16; at += 16, left -= 16)
        state = folded(load64(at) ^ secrets.secret[1], load64(at + 8) ^ state);
    if (left >= 8) {
        one = load64(at);
        other = load64(at + left - 8);
    } else if (left >= 4) {
        one = load32(at);
        other = load32(at + left - 4);
    } else if (left) {
        one = (uint64_t)(uint8_t)at[0] << 16 | (uint64_t)(uint8_t)at[left / 2] << 8 | (uint8_t)at[left - 1];
    }
    state = folded(one ^ secrets.secret[2], other ^ state);
    state = folded(state ^ secrets.secret[3], key.length ^ secrets.secret[1]);
    return (uint32_t)(state >> 32) ^ (uint32_t)state;
}

#endif
