/* Values to a record (semantics C3 to C8). */
#include "record.h"
#include "table.h"
#include "values.h"

static int second_of(Stamps *stamps, const Values *values, Record *record, bool *valid)
{
    char joined[STAMP_LIMIT];
    Text stamp = value_of(values, STAMP);
    record->stamped = *valid = true;
    if (!stamp.at && has(values, DATE) && has(values, TIME_OF_DAY)) {
        Text date = value_of(values, DATE), time = value_of(values, TIME_OF_DAY);
        stamp = (Text){joined, date.length + 1 + time.length};
        if (stamp.length > STAMP_LIMIT) {
            *valid = false;
            return FINE;
        }
        memcpy(joined, date.at, date.length);
        joined[date.length] = ' ';
        memcpy(joined + date.length + 1, time.at, time.length);
    }
    if (!stamp.at) {
        record->stamped = false;
        return FINE;
    }
    return stamp_second(stamps, stamp, &record->second, valid);
}

static bool status_of(const Layout *layout, const Values *values, int *status)
{
    Text text = value_of(values, STATUS);
    if (!text.at)
        return false;
    if (text.length == 3 && text.at[0] >= '1' && text.at[0] <= '9' && is_digit(text.at[1]) && is_digit(text.at[2])) {
        *status = (text.at[0] - '0') * 100 + (text.at[1] - '0') * 10 + (text.at[2] - '0');
        return true;
    }
    *status = 0;
    return layout->loose_status && (same(text, TEXT("0")) || same(text, TEXT("000")) || same(text, TEXT("-1")) ||
                                     same(text, TEXT("-")));
}

static bool size_of(const Values *values, uint64_t *size)
{
    Text text = value_of(values, SIZE);
    *size = 0;
    return text.length == 0 || same(text, TEXT("-")) || parse_size(text, size);
}

static bool asked_of(const Values *values, Record *record)
{
    Asked asked;
    if (has(values, REQUEST))
        asked = parse_request(value_of(values, REQUEST));
    else if (has(values, TARGET))
        asked = parse_target(has(values, METHOD) ? value_of(values, METHOD) : TEXT("-"), value_of(values, TARGET));
    else
        return false;
    record->method = asked.method;
    record->section = asked.section;
    record->path = asked.path;
    return true;
}

/* A client ends at its first space or comma: a list of proxies names the client first. */
static Text client_of(const Layout *layout, const Values *values)
{
    Text text = cut(value_of(values, CLIENT), KEY_LIMIT);
    if (text.length)
        text.length = (size_t)(first_of(text.at, text.at + text.length, ' ', ',') - text.at);
    if (text.length == 0)
        text = TEXT("-");
    return layout->client_port == NO_PORT ? text : without_port(text, layout->client_port == PORT);
}

static int64_t time_of(const Values *values, Role role, int power)
{
    return has(values, role) ? micros_of(value_of(values, role), power) : -1;
}

/* A text that is counted: what is empty is not there. */
static Text shown(const Values *values, Role role)
{
    Text text = cut(value_of(values, role), KEY_LIMIT);
    return text.length ? text : (Text){NULL, 0};
}

/* A text of which nothing and a dash are the same (C8). */
static Text dashed(const Values *values, Role role)
{
    Text text = shown(values, role);
    return text.length || !has(values, role) ? text : TEXT("-");
}

int make_record(const Layout *layout, Stamps *stamps, const Values *values, Record *record, bool *valid)
{
    int status = second_of(stamps, values, record, valid);
    if (status || !*valid)
        return status;
    *valid = status_of(layout, values, &record->status) && size_of(values, &record->size) && asked_of(values, record);
    if (!*valid)
        return FINE;
    record->client = client_of(layout, values);
    record->referrer = dashed(values, REFERRER);
    record->agent = dashed(values, AGENT);
    record->host = shown(values, HOST);
    if (layout->host_port)
        record->host = without_port(record->host, true);
    record->cache = shown(values, CACHE);
    record->latency = time_of(values, LATENCY, layout->latency_power);
    record->upstream = time_of(values, UPSTREAM, layout->upstream_power);
    return FINE;
}
