/* Placings and filters out of the tuples that httplogstats/scan/compiled.py makes of them. */
#include <stdlib.h>

#include "layout_python.h"

static int optional_number(PyObject *object, bool *there, int64_t *number)
{
    *there = object != Py_None;
    *number = *there ? PyLong_AsLongLong(object) : 0;
    return *number == -1 && PyErr_Occurred() ? -1 : 0;
}

int read_placing(PyObject *tuple, Placing *placing)
{
    long long earliest, latest, decided, interval, greatest;
    PyObject *arrival, *slack;
    if (!PyArg_ParseTuple(tuple, "LLOLLOL", &earliest, &latest, &arrival, &decided, &interval, &slack, &greatest))
        return -1;
    *placing = (Placing){.earliest = earliest, .latest = latest, .decided = decided, .interval = interval,
                         .greatest = greatest};
    if (interval <= 0) {
        PyErr_SetString(PyExc_ValueError, "an interval is at least one second");
        return -1;
    }
    if (optional_number(arrival, &placing->arrives, &placing->arrival))
        return -1;
    return optional_number(slack, &placing->slides, &placing->slack);
}

static int read_test(PyObject *tuple, Test *test)
{
    int field, kind, negated;
    const char *value;
    Py_ssize_t length;
    unsigned long long low, high;
    if (!PyArg_ParseTuple(tuple, "iipy#KK", &field, &kind, &negated, &value, &length, &low, &high))
        return -1;
    if (field < 0 || field >= TESTED || kind < 0 || kind >= KINDS) {
        PyErr_SetString(PyExc_ValueError, "no such test");
        return -1;
    }
    if (kind == WITHIN && ((length != 4 && length != 16) || low > 8 * (unsigned long long)length)) {
        PyErr_SetString(PyExc_ValueError, "no such network");
        return -1;
    }
    *test = (Test){(Tested)field, (Kind)kind, negated, {value, (size_t)length}, low, high};
    return 0;
}

Test *read_tests(PyObject *tuples, size_t *count)
{
    Py_ssize_t size = PyTuple_Size(tuples);
    if (size < 0)
        return NULL;
    Test *tests = calloc((size_t)size + 1, sizeof *tests);
    if (!tests) {
        PyErr_NoMemory();
        return NULL;
    }
    for (*count = 0; *count < (size_t)size; ++*count) {
        if (read_test(PyTuple_GetItem(tuples, (Py_ssize_t)*count), &tests[*count])) {
            free(tests);
            return NULL;
        }
    }
    return tests;
}
