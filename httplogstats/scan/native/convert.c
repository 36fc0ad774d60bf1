/* Counts to Python's objects and back. */
#include "python.h"

PyObject *bytes_of(Text text)
{
    return PyBytes_FromStringAndSize(text.at, (Py_ssize_t)text.length);
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

PyObject *times_dict(const Times *times)
{
    const uint64_t buckets = (1u << BUCKET_BITS) - 1;
    PyObject *dict = PyDict_New(), *histograms = PyList_New(0);
    int status = dict && histograms ? 0 : -1;
    for (uint32_t number = 0; !status && number < times->sections.count; number++) {
        PyObject *histogram = PyDict_New();
        Text section = key_of(&times->sections, &times->sections.rows[number]);
        status = histogram ? PyList_Append(histograms, histogram) : -1;
        status = put_item(dict, bytes_of(section), histogram) || status ? -1 : 0;
    }
    for (size_t at = 0; !status && times->counts.places && at <= times->counts.mask; at++) {
        const Count *place = &times->counts.places[at];
        if (place->count)
            status = put_item(PyList_GetItem(histograms, (Py_ssize_t)(place->key >> BUCKET_BITS)),
                              PyLong_FromUnsignedLongLong(place->key & buckets),
                              PyLong_FromUnsignedLongLong(place->count));
    }
    Py_XDECREF(histograms);
    if (status)
        Py_CLEAR(dict);
    return dict;
}
