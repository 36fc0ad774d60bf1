/* Sizes and durations. */
#include "values.h"

static const int64_t MOST = 1000000000000; /* microseconds that are told apart: httplogstats.latency.MOST */
enum { WHOLE = 15, FRACTION = 30 };        /* digits of a time before and behind its point */

#if defined(PLACE_BITS) /* the first byte of a word is its lowest */
/* A number of 1 to 7 digits, behind which OVER bytes may be read: digits are added up by two, then all pairs. */
static bool parse_short(Text text, uint64_t *value)
{
    const uint64_t zeros = 0x3030303030303030, high = 0xf0f0f0f0f0f0f0f0, pairs = 0x000000ff000000ff;
    uint64_t digits = load64(text.at) << (64 - 8 * text.length) | zeros >> 8 * text.length;
    if ((digits & high) != zeros || ((digits + 0x0606060606060606) & high) != zeros)
        return false;
    digits -= zeros;
    digits = digits * 10 + (digits >> 8);
    *value = ((digits & pairs) * (100 + (1000000ull << 32)) + (digits >> 16 & pairs) * (1 + (10000ull << 32))) >> 32;
    return true;
}
#endif

bool parse_size(Text text, uint64_t *size)
{
    uint64_t value = 0;
    if (text.length && text.at[0] == '+')
        text = (Text){text.at + 1, text.length - 1};
    if (text.length < 1 || text.length > 19)
        return false;
#if defined(PLACE_BITS)
    if (text.length < 8)
        return parse_short(text, size);
#endif
    for (size_t at = 0; at < text.length; at++) {
        if (!is_digit(text.at[at]))
            return false;
        value = value * 10 + (uint64_t)(text.at[at] - '0');
    }
    *size = value;
    return true;
}

static size_t digits_at(Text text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_digit(text.at[end]))
        end++;
    return end - at;
}

static bool unit_power(Text unit, int *power)
{
    if (unit.length == 0)
        return true;
    if (same(unit, TEXT("s")))
        *power = 6;
    else if (same(unit, TEXT("ms")))
        *power = 3;
    else if (same(unit, TEXT("us")) || same(unit, TEXT("\xc2\xb5s")))
        *power = 0;
    else if (same(unit, TEXT("ns")))
        *power = -3;
    else
        return false;
    return true;
}

/* The digits at `whole` and `part`, times 10 ^ `power`, rounded down, at most MOST. */
static int64_t scaled(Text whole, Text part, int power)
{
    int64_t value = 0;
    long kept = (long)(whole.length + part.length);
    if (power < 0)
        kept += power;
    for (long at = 0; at < kept; at++) {
        size_t place = (size_t)at;
        char digit = place < whole.length ? whole.at[place] : part.at[place - whole.length];
        value = value * 10 + (digit - '0');
        if (value >= MOST)
            return MOST;
    }
    for (; power > 0 && value > 0 && value < MOST; power--)
        value *= 10;
    return value < MOST ? value : MOST;
}

/* 0.038, 1.5e-3, 38ms; -1 for what is no time. */
static int64_t one_time(Text text, int power)
{
    if (text.length && text.at[0] == '+')
        text = (Text){text.at + 1, text.length - 1};
    Text whole = {text.at, digits_at(text, 0)}, part = {text.at, 0};
    size_t at = whole.length;
    int exponent = 0;
    if (whole.length < 1 || whole.length > WHOLE)
        return -1;
    if (at < text.length && text.at[at] == '.') {
        part = (Text){text.at + at + 1, digits_at(text, at + 1)};
        if (part.length < 1 || part.length > FRACTION)
            return -1;
        at += 1 + part.length;
    }
    if (at < text.length && (text.at[at] == 'e' || text.at[at] == 'E')) {
        bool negative = at + 1 < text.length && text.at[at + 1] == '-';
        bool positive = at + 1 < text.length && text.at[at + 1] == '+';
        at += negative || positive ? 2 : 1;
        size_t digits = digits_at(text, at);
        if (digits < 1 || digits > 2)
            return -1;
        for (; digits > 0; digits--, at++)
            exponent = exponent * 10 + (text.at[at] - '0');
        exponent = negative ? -exponent : exponent;
    }
    if (!unit_power((Text){text.at + at, text.length - at}, &power))
        return -1;
    return scaled(whole, part, power + exponent - (int)part.length);
}

int64_t micros_of(Text text, int power)
{
    int64_t sum = 0;
    bool known = false;
    for (size_t begin = 0, at = 0; at <= text.length; at++) {
        bool spaced = text.length - at >= 3 && memcmp(text.at + at, " : ", 3) == 0;
        if (at < text.length && text.at[at] != ',' && !spaced)
            continue;
        Text part = without_spaces((Text){text.at + begin, at - begin});
        if (!same(part, TEXT("-"))) {
            int64_t micros = one_time(part, power);
            if (micros < 0)
                return -1;
            known = true;
            sum = sum + micros < MOST ? sum + micros : MOST;
        }
        at += spaced ? 2 : 0;
        begin = at + 1;
    }
    return known ? sum : -1;
}

int bucket_of(int64_t micros)
{
    int shift = 0;
    if (micros < 64)
        return (int)micros;
    while (micros >> shift >= 64)
        shift++;
    return (shift << 5) + (int)(micros >> shift);
}
