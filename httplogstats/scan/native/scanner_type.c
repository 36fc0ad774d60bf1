/* Scanner as Python sees it: gives Python's lock away while it scans, and takes it back for a question. */
#include <stdlib.h>

#include "layout_python.h"

typedef struct {
    PyObject_HEAD
    Scanner scanner;
    PyObject *fields, *sought; /* keep the layout's bytes alive */
    PyObject *offsets;         /* asked for the offsets of a zone; NULL for UTC */
    PyThreadState *state;      /* of the thread that scans without Python's lock */
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

static PyObject *new_scanner(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    PyObject *fields, *sought, *forms, *offsets;
    if (!PyArg_ParseTuple(arguments, "OOOO", &fields, &sought, &forms, &offsets))
        return NULL;
    ScannerObject *self = (ScannerObject *)PyType_GenericAlloc(type, 0);
    if (!self)
        return NULL;
    self->fields = Py_NewRef(fields);
    self->sought = Py_NewRef(sought);
    stamps_clear(&self->scanner.stamps);
    if (offsets != Py_None) {
        self->offsets = Py_NewRef(offsets);
        self->scanner.stamps.ask = ask_offset;
        self->scanner.stamps.whom = self;
    }
    if (read_layout(fields, sought, forms, &self->scanner.layout)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void dealloc(PyObject *object)
{
    ScannerObject *self = (ScannerObject *)object;
    free_layout(&self->scanner.layout);
    Py_XDECREF(self->fields);
    Py_XDECREF(self->sought);
    Py_XDECREF(self->offsets);
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
