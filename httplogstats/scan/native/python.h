/* What the parts that know Python share. Python's stable interface, so that one build serves all versions. */
#ifndef HTTPLOGSTATS_PYTHON_H
#define HTTPLOGSTATS_PYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "block.h"

typedef struct {
    PyObject_HEAD
    Table table;
} TableObject;

extern PyTypeObject *table_type;
extern PyType_Spec table_spec, scanner_spec;

/* A new object that takes over what `table` holds. */
PyObject *table_object(Table *table);

PyObject *bytes_of(Text text);
PyObject *figures_list(const Figures *figures);
PyObject *wide_number(uint64_t low, uint64_t high);
int read_figures(PyObject *list, Figures *figures);
PyObject *counts_dict(const Counts *counts);
PyObject *words_dict(const Table *words);
PyObject *times_dict(const Times *times);

/* Take over a reference to a value (NULL passes an exception on) in a container; -1 with an exception. */
int put_item(PyObject *dict, PyObject *key, PyObject *value);
int append_item(PyObject *list, PyObject *value);
void free_object(PyObject *self);

#endif
