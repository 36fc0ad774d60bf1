/* What takes long on full tables is done without Python's lock. A table that is changed is taken out of its object
 * meanwhile, so that whoever looks at it finds it empty, and no memory that is being written; to change it is refused. */
#include <stdlib.h>

#include "pack.h"
#include "python.h"

enum { LONG = 256 }; /* rows from which on it is worth giving the lock away */

static Table *of(PyObject *self)
{
    return &((TableObject *)self)->table;
}

int unused_table(PyObject *self)
{
    if (!((TableObject *)self)->users)
        return 0;
    PyErr_SetString(PyExc_RuntimeError, "this table is in use");
    return -1;
}

/* The contents of a table that is to be changed; -1 with an exception where it is in use. */
static int take_table(PyObject *self, Table *table)
{
    if (unused_table(self))
        return -1;
    ((TableObject *)self)->users++;
    *table = *of(self);
    *of(self) = table_like(table);
    return 0;
}

static void put_table(PyObject *self, Table *table)
{
    *of(self) = *table;
    ((TableObject *)self)->users--;
}

/* Gives Python's lock away for a table of so many rows; NULL where it is kept. */
static PyThreadState *unlock(uint32_t rows)
{
    return rows < LONG ? NULL : PyEval_SaveThread();
}

static void lock(PyThreadState *state)
{
    if (state)
        PyEval_RestoreThread(state);
}

Table *opened_table(PyObject *self)
{
    if (!table_open(of(self)))
        return of(self);
    PyErr_NoMemory();
    return NULL;
}

int merge_tables(PyObject *self, PyObject *more)
{
    Table table;
    if (self == more) {
        PyErr_SetString(PyExc_ValueError, "a table is not added to itself");
        return -1;
    }
    if (!opened_table(self) || !opened_table(more) || take_table(self, &table))
        return -1;
    ((TableObject *)more)->users++;
    PyThreadState *state = unlock(of(more)->count);
    int status = table_merge(&table, of(more));
    lock(state);
    ((TableObject *)more)->users--;
    put_table(self, &table);
    if (status)
        PyErr_NoMemory();
    return status;
}

PyObject *keep_rows(PyObject *self, PyObject *number)
{
    uint32_t most;
    Table table;
    if (most_argument(number, &most) || take_table(self, &table))
        return NULL;
    PyThreadState *state = unlock(table.count);
    int status = table_keep(&table, most);
    lock(state);
    put_table(self, &table);
    if (status)
        return PyErr_NoMemory();
    Py_RETURN_NONE;
}

PyObject *pack_table(PyObject *self, PyObject *Py_UNUSED(none))
{
    size_t size;
    ((TableObject *)self)->users++;
    PyThreadState *state = unlock(of(self)->count);
    char *packed = table_pack(of(self), &size);
    lock(state);
    ((TableObject *)self)->users--;
    PyObject *bytes = packed ? bytes_of((Text){packed, size}) : PyErr_NoMemory();
    free(packed);
    return bytes;
}

static PyObject *no_packed_table(int status)
{
    PyErr_SetString(status ? PyExc_MemoryError : PyExc_ValueError, "these bytes are no packed table");
    return NULL;
}

PyObject *unpack_table(PyObject *self, PyObject *bytes)
{
    Text text;
    Table table = {0};
    bool fits;
    if (text_argument(bytes, &text))
        return NULL;
    int status = table_unpack(text, &table, &fits);
    if (status || !fits || unused_table(self)) {
        table_clear(&table);
        return PyErr_Occurred() ? NULL : no_packed_table(status);
    }
    table_clear(of(self));
    *of(self) = table;
    Py_RETURN_NONE;
}

PyObject *merge_packed_table(PyObject *self, PyObject *bytes)
{
    Text text;
    Table table;
    bool fits;
    if (text_argument(bytes, &text) || !opened_table(self) || take_table(self, &table))
        return NULL;
    PyThreadState *state = unlock(text.length < UINT32_MAX ? (uint32_t)text.length / 16 : UINT32_MAX);
    int status = table_merge_packed(text, &table, &fits);
    lock(state);
    put_table(self, &table);
    if (status || !fits)
        return no_packed_table(status);
    Py_RETURN_NONE;
}
