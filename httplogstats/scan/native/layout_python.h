/* Layouts, placings and filters out of Python's objects. */
#ifndef HTTPLOGSTATS_LAYOUT_PYTHON_H
#define HTTPLOGSTATS_LAYOUT_PYTHON_H

#include "python.h"

int read_layout(PyObject *fields, PyObject *sought, PyObject *keys, PyObject *forms, Layout *layout);
void free_layout(Layout *layout);

int read_placing(PyObject *tuple, Placing *placing);
/* Tests in memory to free; NULL with an exception. */
Test *read_tests(PyObject *tuples, size_t *count);
/* Slots to be counted into, as tuples of a start, tables and histograms; what was borrowed is given back. */
int borrow_all(Block *block, PyObject *loans);
void give_back(Block *block);
/* What a block held, as a tuple; the tables are taken out of it. */
PyObject *block_object(Block *block);

#endif
