/* The module httplogstats.scan._native. */
#include "python.h"

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

static PyMethodDef functions[] = {
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
