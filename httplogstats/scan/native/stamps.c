/* Stamps are told apart by their shape and read from left to right; a cursor that fails stays failed. */
#include "stamps.h"
#include "table.h"

typedef struct {
    const char *at, *end;
    bool failed;
} Cursor;

typedef struct {
    int year, month, day, hour, minute, second;
    bool zoned;
    int64_t offset;
} Date;

void stamps_clear(Stamps *stamps)
{
    stamps->length = 0;
    for (int number = 0; number < QUARTERS; number++)
        stamps->quarters[number] = INT64_MIN;
}

static int number(Cursor *cursor, int digits)
{
    int value = 0;
    if (cursor->end - cursor->at < digits) {
        cursor->failed = true;
        return 0;
    }
    for (; digits > 0; digits--, cursor->at++) {
        cursor->failed |= !is_digit(*cursor->at);
        value = value * 10 + (*cursor->at - '0');
    }
    return cursor->failed ? 0 : value;
}

static bool accept(Cursor *cursor, char one, char other)
{
    bool there = cursor->at < cursor->end && (*cursor->at == one || *cursor->at == other);
    cursor->at += there;
    return there;
}

static void expect(Cursor *cursor, char one, char other)
{
    cursor->failed |= !accept(cursor, one, other);
}

static int month(Cursor *cursor)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (cursor->end - cursor->at >= 3) {
        for (int number = 0; number < 12; number++) {
            if (memcmp(cursor->at, names + 3 * number, 3) == 0) {
                cursor->at += 3;
                return number + 1;
            }
        }
    }
    cursor->failed = true;
    return 0;
}

static void fraction(Cursor *cursor)
{
    int digits = 0;
    while (cursor->at < cursor->end && is_digit(*cursor->at) && digits < 10) {
        cursor->at++;
        digits++;
    }
    cursor->failed |= digits < 1 || digits > 9;
}

static void clock_time(Cursor *cursor, Date *date)
{
    date->hour = number(cursor, 2);
    expect(cursor, ':', ':');
    date->minute = number(cursor, 2);
    expect(cursor, ':', ':');
    date->second = number(cursor, 2);
}

static void zone(Cursor *cursor, Date *date, bool colon)
{
    bool west = cursor->at < cursor->end && *cursor->at == '-';
    expect(cursor, '+', '-');
    int hours = number(cursor, 2);
    if (colon)
        accept(cursor, ':', ':');
    int minutes = number(cursor, 2);
    cursor->failed |= hours > 14 || minutes > 59;
    date->zoned = true;
    date->offset = (west ? -60 : 60) * (int64_t)(60 * hours + minutes);
}

/* 09/May/2018:16:00:39 +0000 */
static void common(Cursor *cursor, Date *date)
{
    date->day = number(cursor, 2);
    expect(cursor, '/', '/');
    date->month = month(cursor);
    expect(cursor, '/', '/');
    date->year = number(cursor, 4);
    expect(cursor, ':', ' ');
    clock_time(cursor, date);
    if (accept(cursor, '.', '.'))
        fraction(cursor);
    if (accept(cursor, ' ', ' '))
        zone(cursor, date, false);
}

/* 2018-07-02T22:23:00.186641Z */
static void iso(Cursor *cursor, Date *date)
{
    date->year = number(cursor, 4);
    expect(cursor, '-', '/');
    date->month = number(cursor, 2);
    expect(cursor, '-', '/');
    date->day = number(cursor, 2);
    expect(cursor, 'T', ' ');
    clock_time(cursor, date);
    if (accept(cursor, '.', ','))
        fraction(cursor);
    if (accept(cursor, 'Z', 'Z'))
        date->zoned = true;
    else if (cursor->at < cursor->end)
        zone(cursor, date, true);
}

/* Tue Jan  3 05:01:31 2012 */
static void c_time(Cursor *cursor, Date *date)
{
    const char *day = cursor->at;
    cursor->failed |= cursor->end - cursor->at < 4 || day[0] < 'A' || day[0] > 'Z' || day[1] < 'a' || day[1] > 'z' ||
                      day[2] < 'a' || day[2] > 'z' || day[3] != ' ';
    if (cursor->failed)
        return;
    cursor->at += 4;
    date->month = month(cursor);
    expect(cursor, ' ', ' ');
    date->day = accept(cursor, ' ', ' ') ? number(cursor, 1) : number(cursor, 2);
    expect(cursor, ' ', ' ');
    clock_time(cursor, date);
    expect(cursor, ' ', ' ');
    date->year = number(cursor, 4);
}

/* Unix seconds of a number of 9 or 10 digits, with 13, 16 or 19 of smaller units; a fraction may follow. */
static bool epoch(Text stamp, int64_t *second)
{
    size_t digits = 0;
    while (digits < stamp.length && is_digit(stamp.at[digits]))
        digits++;
    if (digits != 9 && digits != 10 && digits != 13 && digits != 16 && digits != 19)
        return false;
    Cursor cursor = {stamp.at + digits, stamp.at + stamp.length, false};
    if (accept(&cursor, '.', '.'))
        fraction(&cursor);
    if (cursor.failed || cursor.at != cursor.end)
        return false;
    *second = 0;
    for (size_t at = 0; at < (digits == 9 ? 9 : 10); at++)
        *second = *second * 10 + (stamp.at[at] - '0');
    return true;
}

static bool real(const Date *date)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date->year < 1970 || date->year > 2999 || date->month < 1 || date->month > 12)
        return false;
    bool leap = date->month == 2 && date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0);
    return date->day >= 1 && date->day <= lengths[date->month - 1] + leap && date->hour < 24 && date->minute < 60 &&
           date->second < 60;
}

/* Days since 1970, counting years from March so that a leap day is the last of its year. */
static int64_t days(const Date *date)
{
    int64_t year = date->year - (date->month <= 2);
    int64_t since_march = (153 * (date->month + (date->month > 2 ? -3 : 9)) + 2) / 5 + date->day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + since_march - 719468;
}

static int offset_at(Stamps *stamps, int64_t local, int64_t *offset)
{
    int64_t quarter = local - local % QUARTER;
    size_t place = (size_t)(quarter / QUARTER) % QUARTERS;
    if (stamps->quarters[place] != quarter) {
        int status = stamps->ask(stamps->whom, quarter, &stamps->offsets[place]);
        if (status)
            return status;
        stamps->quarters[place] = quarter;
    }
    *offset = stamps->offsets[place];
    return FINE;
}

static int parse(Stamps *stamps, Text stamp, int64_t *second, bool *valid)
{
    Cursor cursor = {stamp.at, stamp.at + stamp.length, false};
    Date date = {0};
    *valid = false;
    if (stamp.length > STAMP_LIMIT || stamp.length < 9)
        return FINE;
    if (stamp.at[2] == '/')
        common(&cursor, &date);
    else if (stamp.at[4] == '-' || stamp.at[4] == '/')
        iso(&cursor, &date);
    else if (is_letter(stamp.at[0]))
        c_time(&cursor, &date);
    else {
        *valid = epoch(stamp, second);
        return FINE;
    }
    if (cursor.failed || cursor.at != cursor.end || !real(&date))
        return FINE;
    int64_t local = days(&date) * 86400 + date.hour * 3600 + date.minute * 60 + date.second;
    if (!date.zoned && stamps->ask) {
        int status = offset_at(stamps, local, &date.offset);
        if (status)
            return status;
    }
    *second = local - date.offset;
    *valid = true;
    return FINE;
}

int stamp_second(Stamps *stamps, Text stamp, int64_t *second, bool *valid)
{
    if (stamp.length && stamp.length == stamps->length && same_key(stamp.at, stamps->last, stamp.length)) {
        *second = stamps->second;
        *valid = true;
        return FINE;
    }
    int status = parse(stamps, stamp, second, valid);
    if (status == FINE && *valid) {
        memcpy(stamps->last, stamp.at, stamp.length);
        stamps->length = stamp.length;
        stamps->second = *second;
    }
    return status;
}
