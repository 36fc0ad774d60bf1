/* Scanner as Python sees it: gives Python's lock away while it scans, and takes it back for a question. */
#include <stdlib.h>

#include "layout_python.h"

typedef struct {
    PyObject_HEAD
    Scanner scanner;
    PyObject *layout;     /* keeps the bytes of its fields and keys alive */
    PyObject *offsets;    /* asked for the offsets of a zone; NULL for UTC */
    PyObject *reader;     /* asked for the values of odd lines */
    PyObject *odd;        /* keeps them alive */
    PyThreadState *state; /* of the thread that scans without Python's lock */
    bool busy;
} ScannerObject;

static int ask_offset(void *whom, int64_t local, int64_t *offset)
{
    ScannerObject *self = whom;
    PyEval_RestoreThread(self->state);
    PyObject *answer = PyObject_CallFunction(self->offsets, "L", (long long)local);
    *offset = answer ? PyLong_AsLongLong(answer) : -1;
    Py_XDECREF(answer);
    if (!PyErr_Occurred() && (*offset < -10 * 86400 || *offset > 10 * 86400))
        PyErr_SetString(PyExc_ValueError, "no zone is that far from UTC");
    int status = PyErr_Occurred() ? FAILED : FINE;
    self->state = PyEval_SaveThread();
    return status;
}

/* The values by role, each bytes or None. */
static int take_values(PyObject *answer, Values *values)
{
    if (!PyTuple_Check(answer) || PyTuple_Size(answer) > READ_OVER) {
        PyErr_SetString(PyExc_TypeError, "a value for each role is expected");
        return FAILED;
    }
    values->present = 0;
    for (Py_ssize_t number = 0; number < PyTuple_Size(answer); number++) {
        Text text;
        PyObject *value = PyTuple_GetItem(answer, number);
        if (value == Py_None)
            continue;
        if (text_argument(value, &text))
            return FAILED;
        set_value(values, (Role)number, text);
    }
    return FINE;
}

static int read_odd(void *whom, Text line, Values *values, bool *fits)
{
    ScannerObject *self = whom;
    PyEval_RestoreThread(self->state);
    PyObject *answer = PyObject_CallFunction(self->reader, "y#", line.at, (Py_ssize_t)line.length);
    int status = answer ? FINE : FAILED;
    *fits = answer && answer != Py_None;
    if (*fits)
        status = take_values(answer, values);
    Py_XDECREF(self->odd);
    self->odd = answer;
    self->state = PyEval_SaveThread();
    return status;
}

static PyObject *new_scanner(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    PyObject *fields, *sought, *keys, *forms, *offsets, *reader;
    Py_ssize_t helped;
    unsigned uncounted;
    if (!PyArg_ParseTuple(arguments, "OOOOOOnI", &fields, &sought, &keys, &forms, &offsets, &reader, &helped,
                          &uncounted))
        return NULL;
    ScannerObject *self = (ScannerObject *)PyType_GenericAlloc(type, 0);
    if (!self)
        return NULL;
    self->layout = Py_NewRef(arguments);
    self->reader = Py_NewRef(reader);
    self->scanner.helped = helped > 0 ? (size_t)helped : 0;
    self->scanner.uncounted = uncounted & ((1u << TABLES) - 1);
    self->scanner.read_odd = read_odd;
    self->scanner.whom = self;
    stamps_clear(&self->scanner.stamps);
    if (offsets != Py_None) {
        self->offsets = Py_NewRef(offsets);
        self->scanner.stamps.ask = ask_offset;
        self->scanner.stamps.whom = self;
    }
    if (read_layout(fields, sought, keys, forms, &self->scanner.layout)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void dealloc(PyObject *object)
{
    ScannerObject *self = (ScannerObject *)object;
    free_layout(&self->scanner.layout);
    Py_XDECREF(self->layout);
    Py_XDECREF(self->offsets);
    Py_XDECREF(self->reader);
    Py_XDECREF(self->odd);
    free_object(object);
}

static PyObject *scan_buffer(ScannerObject *self, Text data, const Placing *placing, const Test *tests, size_t count,
                             PyObject *loans)
{
    Block block = {0};
    if (borrow_all(&block, loans)) {
        give_back(&block);
        block_clear(&block);
        return NULL;
    }
    self->busy = true;
    self->state = PyEval_SaveThread();
    int status = scan_block(&self->scanner, data, placing, tests, count, &block);
    PyEval_RestoreThread(self->state);
    self->busy = false;
    PyObject *answer = NULL;
    if (status == NO_MEMORY)
        PyErr_NoMemory();
    else if (status == FINE)
        answer = block_object(&block);
    give_back(&block);
    block_clear(&block);
    return answer;
}

static PyObject *scan(PyObject *object, PyObject *arguments)
{
    ScannerObject *self = (ScannerObject *)object;
    PyObject *placed, *where, *loans, *answer = NULL;
    Py_buffer data;
    Placing placing;
    size_t count;
    if (!PyArg_ParseTuple(arguments, "y*OOO", &data, &placed, &where, &loans))
        return NULL;
    if (self->busy)
        PyErr_SetString(PyExc_RuntimeError, "this scanner is scanning");
    else if (!read_placing(placed, &placing)) {
        Test *tests = read_tests(where, &count);
        if (tests)
            answer = scan_buffer(self, (Text){data.buf, (size_t)data.len}, &placing, tests, count, loans);
        free(tests);
    }
    PyBuffer_Release(&data);
    return answer;
}

static PyMethodDef methods[] = {
    {"scan", scan, METH_VARARGS, "Count a block of lines."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Counts blocks of lines of one layout."},
    {Py_tp_new, new_scanner},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec scanner_spec = {
    .name = "httplogstats.scan._native.Scanner",
    .basicsize = sizeof(ScannerObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
