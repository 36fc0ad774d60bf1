/* The first rows of a table as a view has them: their keys fit to be drawn, as httplogstats.safe.safe makes them. */
#include <stdlib.h>

#include "python.h"

enum { WIDEST = 4 }; /* letters that stand for one byte, at most */

static bool is_plain(char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '\\';
}

static size_t write_shown(char *into, Text key)
{
    static const char digits[] = "0123456789abcdef";
    char *at = into;
    for (size_t number = 0; number < key.length; number++) {
        uint8_t byte = (uint8_t)key.at[number];
        if (byte == '\\')
            *at++ = '\\';
        if (is_plain(key.at[number]) || byte == '\\') {
            *at++ = (char)byte;
            continue;
        }
        *at++ = '\\';
        *at++ = 'x';
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
    }
    return (size_t)(at - into);
}

static PyObject *safe_text(Text key)
{
    size_t plain = 0;
    while (plain < key.length && is_plain(key.at[plain]))
        plain++;
    if (plain == key.length)
        return PyUnicode_FromStringAndSize(key.at, (Py_ssize_t)key.length);
    char *room = key.length < PY_SSIZE_T_MAX / WIDEST ? malloc(key.length * WIDEST) : NULL;
    PyObject *text = room ? PyUnicode_FromStringAndSize(room, (Py_ssize_t)write_shown(room, key)) : PyErr_NoMemory();
    free(room);
    return text;
}

/* A key, its figures, and None where a view may have times. */
static PyObject *shown_row(const Table *table, const Row *row)
{
    PyObject *parts[] = {
        safe_text(key_of(table, row)),
        PyLong_FromUnsignedLongLong(row->figures.hits),
        wide_number(row->figures.size, row->figures.size_high),
        PyLong_FromUnsignedLongLong(row->figures.client_errors),
        PyLong_FromUnsignedLongLong(row->figures.server_errors),
    };
    bool all = parts[0] && parts[1] && parts[2] && parts[3] && parts[4];
    PyObject *tuple = all ? PyTuple_Pack(6, parts[0], parts[1], parts[2], parts[3], parts[4], Py_None) : NULL;
    for (size_t number = 0; number < sizeof parts / sizeof *parts; number++)
        Py_XDECREF(parts[number]);
    return tuple;
}

static uint32_t *ordered(const Table *table, const char *order, uint32_t *count)
{
    uint32_t *numbers = NULL;
    if (!strcmp(order, "hits"))
        numbers = table_first(table, count, more_hits, false);
    else if (!strcmp(order, "served"))
        numbers = table_first(table, count, more_served, false);
    else if (!strcmp(order, "errors"))
        numbers = table_first(table, count, more_errors, true);
    else
        PyErr_SetString(PyExc_ValueError, "rows are ordered by hits, served or errors");
    if (!numbers && !PyErr_Occurred())
        PyErr_NoMemory();
    return numbers;
}

PyObject *shown_rows(PyObject *self, PyObject *arguments)
{
    const Table *table = &((TableObject *)self)->table;
    const char *order;
    PyObject *most;
    uint32_t count;
    if (!PyArg_ParseTuple(arguments, "sO", &order, &most) || most_argument(most, &count))
        return NULL;
    uint32_t *numbers = ordered(table, order, &count);
    PyObject *list = numbers ? PyList_New(0) : NULL;
    uint64_t hits = table->other.hits;
    for (uint32_t number = 0; number < table->count; number++)
        hits += table->rows[number].figures.hits;
    for (uint32_t place = 0; list && place < count; place++) {
        const Row *row = &table->rows[numbers[place]];
        hits -= row->figures.hits;
        if (append_item(list, shown_row(table, row)))
            Py_CLEAR(list);
    }
    free(numbers);
    return list ? Py_BuildValue("(NkKN)", list, (unsigned long)(table->count - count), (unsigned long long)hits,
                                PyBool_FromLong(!table->other.hits)) : NULL;
}
