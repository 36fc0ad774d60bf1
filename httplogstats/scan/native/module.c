/* The module httplogstats.scan._native. */
#include "python.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

static int draw_secrets(void)
{
    char *at;
    Py_ssize_t length;
    PyObject *os = PyImport_ImportModule("os");
    PyObject *drawn = os ? PyObject_CallMethod(os, "urandom", "n", (Py_ssize_t)sizeof secrets) : NULL;
    int status = drawn ? PyBytes_AsStringAndSize(drawn, &at, &length) : -1;
    if (!status)
        memcpy(&secrets, at, sizeof secrets);
    Py_XDECREF(drawn);
    Py_XDECREF(os);
    return status;
}

/* A type that has a name in C too. */
static int add_type(PyObject *module, const char *name, PyType_Spec *spec, PyTypeObject **type)
{
    *type = (PyTypeObject *)PyType_FromSpec(spec);
    return *type ? PyModule_AddObjectRef(module, name, (PyObject *)*type) : -1;
}

/* Tables come and go at all sizes, and what they leave free lies between what stays. Pieces of which each is a mapping
of its own go back to the system at once, but are new pages every time: twice the work where block follows block. */
static PyObject *keep_freed(PyObject *Py_UNUSED(module), PyObject *choice)
{
    int keep = PyObject_IsTrue(choice);
    if (keep < 0)
        return NULL;
#if defined(__GLIBC__)
    enum { KEPT = 32 << 20, GIVEN_BACK = 80000 }; /* a block of 64 KiB is no such piece */
    mallopt(M_MMAP_THRESHOLD, keep ? KEPT : GIVEN_BACK);
    mallopt(M_TRIM_THRESHOLD, keep ? 2 * KEPT : 2 * GIVEN_BACK);
    if (!keep)
        malloc_trim(0);
#endif
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"keep_freed", keep_freed, METH_O, "Whether freed memory is kept for what comes next, where that can be said."},
    {"sift", sift, METH_VARARGS, "The lines of some blocks in which all needles stand."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "Blocks of lines to tables, in C.", .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__native(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (!module)
        return NULL;
    PyTypeObject *scanner_type = NULL;
    int status = draw_secrets() || add_type(module, "Table", &table_spec, &table_type) ||
                 add_type(module, "Histograms", &times_spec, &times_type) ||
                 add_type(module, "Scanner", &scanner_spec, &scanner_type);
    Py_XDECREF((PyObject *)scanner_type);
    if (status)
        Py_CLEAR(module);
    return module;
}
