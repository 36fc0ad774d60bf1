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

static int add_type(PyObject *module, const char *name, PyObject *type)
{
    int status = type ? PyModule_AddObjectRef(module, name, type) : -1;
    Py_XDECREF(type);
    return status;
}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "Blocks of lines to tables, in C.", .m_size = -1,
};

PyMODINIT_FUNC PyInit__native(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (!module)
        return NULL;
    table_type = (PyTypeObject *)PyType_FromSpec(&table_spec);
    if (!table_type || draw_secrets() || PyModule_AddObjectRef(module, "Table", (PyObject *)table_type) ||
        add_type(module, "Scanner", PyType_FromSpec(&scanner_spec))) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
