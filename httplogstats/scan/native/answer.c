/* What a block held, as Python's objects. */
#include "layout_python.h"

static PyObject *moments_dict(const Moments *moments, bool overdue)
{
    PyObject *dict = PyDict_New();
    for (size_t number = 0; dict && number < moments->count; number++) {
        const Moment *moment = &moments->moments[number];
        if ((moment->horizon != INT64_MIN) != overdue)
            continue;
        PyObject *key = overdue ? Py_BuildValue("(LL)", (long long)moment->horizon, (long long)moment->second)
                                : PyLong_FromLongLong(moment->second);
        if (put_item(dict, key, figures_list(&moment->figures)))
            Py_CLEAR(dict);
    }
    return dict;
}

/* Whether its tables and times are somebody else's. */
static bool is_lent(const Slot *slot)
{
    return slot->owner || slot->shares;
}

static PyObject *tables_list(Slot *slot)
{
    if (is_lent(slot))
        return Py_NewRef(Py_None);
    PyObject *list = PyList_New(0);
    for (int number = 0; list && number < TABLES; number++)
        if (append_item(list, table_object(slot->tables[number])))
            Py_CLEAR(list);
    return list;
}

static PyObject *slot_object(Slot *slot)
{
    Figures figures = slot_figures(slot);
    return Py_BuildValue(
        "(LKNKNNNNNNNNN)", (long long)slot->start, (unsigned long long)figures.hits,
        wide_number(figures.size, figures.size_high), (unsigned long long)slot->late,
        moments_dict(&slot->moments, false), moments_dict(&slot->moments, true), counts_dict(&slot->statuses),
        words_dict(&slot->methods), words_dict(&slot->caches), counts_dict(&slot->latency),
        counts_dict(&slot->upstream), is_lent(slot) ? Py_NewRef(Py_None) : times_object(slot->times),
        tables_list(slot));
}

static PyObject *slots_list(Block *block)
{
    PyObject *list = PyList_New(0);
    for (size_t number = 0; list && number < block->count; number++)
        if (block->slots[number]->moments.count && append_item(list, slot_object(block->slots[number])))
            Py_CLEAR(list);
    return list;
}

static PyObject *samples_list(const Block *block)
{
    PyObject *list = PyList_New(0);
    uint64_t first = block->malformed > SAMPLES ? block->malformed - SAMPLES : 0;
    for (uint64_t number = first; list && number < block->malformed; number++)
        if (append_item(list, bytes_of(block->samples[number % SAMPLES])))
            Py_CLEAR(list);
    return list;
}

PyObject *block_object(Block *block)
{
    return Py_BuildValue("(NKKKKKKLN)", slots_list(block), (unsigned long long)block->hits,
                         (unsigned long long)block->malformed, (unsigned long long)block->blank,
                         (unsigned long long)block->skipped, (unsigned long long)block->filtered,
                         (unsigned long long)block->arrivals, (long long)block->greatest, samples_list(block));
}
