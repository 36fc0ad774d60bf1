/* What the parts that know Python share. Python's stable interface, so that one build serves all versions. */
#ifndef HTTPLOGSTATS_PYTHON_H
#define HTTPLOGSTATS_PYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "block.h"

typedef struct {
    PyObject_HEAD
    Table table;
    unsigned users; /* threads that read or change it without Python's lock */
} TableObject;

typedef struct {
    PyObject_HEAD
    Times times;
} TimesObject;

extern PyTypeObject *table_type, *times_type;
extern PyType_Spec table_spec, times_spec, scanner_spec;

/* New objects that take over what `table` and `times` hold. */
PyObject *table_object(Table *table);
PyObject *times_object(Times *times);

/* Whether a table may be changed now; -1 with an exception. */
int unused_table(PyObject *self);
/* The table, in which rows can be looked for; NULL with an exception. */
Table *opened_table(PyObject *self);
int merge_tables(PyObject *self, PyObject *more);
/* Methods of tables. */
PyObject *shown_rows(PyObject *self, PyObject *arguments);
PyObject *keep_rows(PyObject *self, PyObject *number);
PyObject *pack_table(PyObject *self, PyObject *none);
PyObject *unpack_table(PyObject *self, PyObject *bytes);
PyObject *merge_packed_table(PyObject *self, PyObject *bytes);

/* Methods of histograms. */
PyObject *merge_times(PyObject *self, PyObject *arguments);
PyObject *keep_times(PyObject *self, PyObject *rows);
PyObject *pack_times(PyObject *self, PyObject *none);
PyObject *unpack_times(PyObject *self, PyObject *bytes);

PyObject *sift(PyObject *module, PyObject *arguments);

PyObject *bytes_of(Text text);
int text_argument(PyObject *bytes, Text *text);
/* A number of rows; NULL is 0. */
int most_argument(PyObject *number, uint32_t *most);
PyObject *figures_list(const Figures *figures);
PyObject *wide_number(uint64_t low, uint64_t high);
int read_figures(PyObject *list, Figures *figures);
PyObject *counts_dict(const Counts *counts);
PyObject *words_dict(const Table *words);
PyObject *table_dict(const Table *table);
/* Keys with their figures: of rows by their numbers, or of the first ones. */
PyObject *table_pairs(const Table *table, const uint32_t *numbers, uint32_t count);

/* Take over a reference to a value (NULL passes an exception on) in a container; -1 with an exception. */
int put_item(PyObject *dict, PyObject *key, PyObject *value);
int append_item(PyObject *list, PyObject *value);
void free_object(PyObject *self);

#endif
