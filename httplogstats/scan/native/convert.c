/* Counts to Python's objects and back. */
#include "python.h"

PyObject *bytes_of(Text text)
{
    return PyBytes_FromStringAndSize(text.at, (Py_ssize_t)text.length);
}

int text_argument(PyObject *bytes, Text *text)
{
    char *at;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(bytes, &at, &length))
        return -1;
    *text = (Text){at, (size_t)length};
    return 0;
}

int most_argument(PyObject *object, uint32_t *most)
{
    unsigned long number = object ? PyLong_AsUnsignedLong(object) : 0;
    if (PyErr_Occurred())
        return -1;
    *most = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
    return 0;
}

PyObject *wide_number(uint64_t low, uint64_t high)
{
    if (!high)
        return PyLong_FromUnsignedLongLong(low);
    PyObject *lower = PyLong_FromUnsignedLongLong(low), *upper = PyLong_FromUnsignedLongLong(high);
    PyObject *bits = PyLong_FromLong(64), *shifted = NULL, *number = NULL;
    if (lower && upper && bits && (shifted = PyNumber_Lshift(upper, bits)))
        number = PyNumber_Or(shifted, lower);
    Py_XDECREF(lower);
    Py_XDECREF(upper);
    Py_XDECREF(bits);
    Py_XDECREF(shifted);
    return number;
}

PyObject *figures_list(const Figures *figures)
{
    PyObject *size = wide_number(figures->size, figures->size_high);
    if (!size)
        return NULL;
    return Py_BuildValue("[KNKK]", (unsigned long long)figures->hits, size,
                         (unsigned long long)figures->client_errors, (unsigned long long)figures->server_errors);
}

static int read_number(PyObject *list, Py_ssize_t place, uint64_t *low, uint64_t *high)
{
    int status = -1;
    PyObject *number = PySequence_GetItem(list, place), *bits = PyLong_FromLong(64), *upper = NULL;
    if (number && bits && (upper = PyNumber_Rshift(number, bits))) {
        *low = PyLong_AsUnsignedLongLongMask(number);
        *high = PyLong_AsUnsignedLongLong(upper);
        status = PyErr_Occurred() ? -1 : 0;
    }
    Py_XDECREF(number);
    Py_XDECREF(bits);
    Py_XDECREF(upper);
    return status;
}

int read_figures(PyObject *list, Figures *figures)
{
    uint64_t high[4];
    if (read_number(list, 0, &figures->hits, &high[0]) || read_number(list, 1, &figures->size, &figures->size_high) ||
        read_number(list, 2, &figures->client_errors, &high[2]) ||
        read_number(list, 3, &figures->server_errors, &high[3]))
        return -1;
    if (high[0] || high[2] || high[3]) {
        PyErr_SetString(PyExc_OverflowError, "a count is too great");
        return -1;
    }
    return 0;
}

int put_item(PyObject *dict, PyObject *key, PyObject *value)
{
    int status = key && value ? PyDict_SetItem(dict, key, value) : -1;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return status;
}

int append_item(PyObject *list, PyObject *value)
{
    int status = value ? PyList_Append(list, value) : -1;
    Py_XDECREF(value);
    return status;
}

PyObject *counts_dict(const Counts *counts)
{
    PyObject *dict = PyDict_New();
    for (size_t at = 0; dict && counts->places && at <= counts->mask; at++) {
        const Count *place = &counts->places[at];
        if (place->count && put_item(dict, PyLong_FromUnsignedLongLong(place->key),
                                     PyLong_FromUnsignedLongLong(place->count)))
            Py_CLEAR(dict);
    }
    return dict;
}

PyObject *words_dict(const Table *words)
{
    PyObject *dict = PyDict_New();
    for (uint32_t number = 0; dict && number < words->count; number++) {
        const Row *row = &words->rows[number];
        if (put_item(dict, bytes_of(key_of(words, row)), PyLong_FromUnsignedLongLong(row->figures.hits)))
            Py_CLEAR(dict);
    }
    return dict;
}

void free_object(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyObject *row_pair(const Table *table, uint32_t number)
{
    const Row *row = &table->rows[number];
    Text key = key_of(table, row);
    PyObject *figures = figures_list(&row->figures);
    return figures ? Py_BuildValue("(y#N)", key.at, (Py_ssize_t)key.length, figures) : NULL;
}

PyObject *table_pairs(const Table *table, const uint32_t *numbers, uint32_t count)
{
    PyObject *list = PyList_New(0);
    for (uint32_t place = 0; list && place < count; place++)
        if (append_item(list, row_pair(table, numbers ? numbers[place] : place)))
            Py_CLEAR(list);
    return list;
}

PyObject *table_dict(const Table *table)
{
    PyObject *dict = PyDict_New();
    for (uint32_t number = 0; dict && number < table->count; number++) {
        const Row *row = &table->rows[number];
        if (put_item(dict, bytes_of(key_of(table, row)), figures_list(&row->figures)))
            Py_CLEAR(dict);
    }
    return dict;
}
