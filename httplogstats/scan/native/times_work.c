/* What is added to histograms, taken from them, and packed. */
#include <stdlib.h>

#include "pack.h"
#include "python.h"

static Times *of(PyObject *self)
{
    return &((TimesObject *)self)->times;
}

/* Which sections have a row in a table of either kind, in memory to free; NULL with an exception. */
static uint8_t *known_in(const Table *sections, PyObject *rows)
{
    uint8_t *known = calloc((size_t)sections->count + 1, 1);
    if (!known)
        PyErr_NoMemory();
    for (uint32_t number = 0; known && number < sections->count; number++) {
        const Row *row = &sections->rows[number];
        Text section = key_of(sections, row);
        int found = -1;
        if (PyObject_TypeCheck(rows, table_type)) {
            const Table *table = opened_table(rows);
            found = table ? table_find(table, section, row->hash) != NULL : -1;
        } else {
            PyObject *key = bytes_of(section);
            found = key ? PySequence_Contains(rows, key) : -1;
            Py_XDECREF(key);
        }
        if (found < 0) {
            free(known);
            return NULL;
        }
        known[number] = (uint8_t)found;
    }
    return known;
}

/* The histograms of a mapping of Python's. */
static int read_mapping(PyObject *mapping, Times *times)
{
    PyObject *section, *buckets, *bucket, *hits;
    Py_ssize_t place = 0, inner = 0;
    Text text;
    if (!PyDict_Check(mapping)) {
        PyErr_SetString(PyExc_TypeError, "histograms by section are expected");
        return -1;
    }
    for (; PyDict_Next(mapping, &place, &section, &buckets); inner = 0) {
        if (text_argument(section, &text))
            return -1;
        while (PyDict_Check(buckets) && PyDict_Next(buckets, &inner, &bucket, &hits)) {
            unsigned long number = PyLong_AsUnsignedLong(bucket);
            unsigned long long count = PyErr_Occurred() ? 0 : PyLong_AsUnsignedLongLong(hits);
            if (PyErr_Occurred())
                return -1;
            if (times_add(times, text, hash_of(text), (int)(number & (BUCKETS - 1)), count)) {
                PyErr_NoMemory();
                return -1;
            }
        }
    }
    return 0;
}

PyObject *merge_times(PyObject *self, PyObject *arguments)
{
    PyObject *more, *rows;
    Times read = {0}, *its = &read;
    int status = -1;
    if (!PyArg_ParseTuple(arguments, "OO", &more, &rows))
        return NULL;
    if (PyObject_TypeCheck(more, times_type))
        its = of(more);
    if (its != &read || !read_mapping(more, &read)) {
        uint8_t *known = known_in(&its->sections, rows);
        status = known ? times_merge(of(self), its, known) : -1;
        free(known);
        if (status == NO_MEMORY && !PyErr_Occurred())
            PyErr_NoMemory();
    }
    times_clear(&read);
    if (status)
        return NULL;
    Py_RETURN_NONE;
}

PyObject *keep_times(PyObject *self, PyObject *rows)
{
    Times kept = {0};
    uint8_t *known = known_in(&of(self)->sections, rows);
    if (!known)
        return NULL;
    bool all = memchr(known, 0, of(self)->sections.count) == NULL;
    int status = all ? FINE : times_merge(&kept, of(self), known);
    free(known);
    if (status) {
        times_clear(&kept);
        return PyErr_NoMemory();
    }
    if (!all) {
        times_clear(of(self));
        *of(self) = kept;
    }
    Py_RETURN_NONE;
}

PyObject *pack_times(PyObject *self, PyObject *Py_UNUSED(none))
{
    size_t length = times_pack(of(self), NULL);
    PyObject *bytes = length ? PyBytes_FromStringAndSize(NULL, (Py_ssize_t)length) : PyErr_NoMemory();
    if (bytes && !times_pack(of(self), PyBytes_AsString(bytes))) {
        Py_CLEAR(bytes);
        PyErr_NoMemory();
    }
    return bytes;
}

PyObject *unpack_times(PyObject *self, PyObject *bytes)
{
    Text text;
    Times times = {0};
    bool fits;
    if (text_argument(bytes, &text))
        return NULL;
    int status = times_unpack(text, &times, &fits);
    if (status || !fits) {
        times_clear(&times);
        PyErr_SetString(status ? PyExc_MemoryError : PyExc_ValueError, "these bytes are no packed histograms");
        return NULL;
    }
    times_clear(of(self));
    *of(self) = times;
    Py_RETURN_NONE;
}
