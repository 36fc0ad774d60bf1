/* What takes long on full tables is done without Python's lock. A table that is changed is taken out of its object
 * meanwhile, so that whoever looks at it finds it empty, and no memory that is being written. */
#include <stdlib.h>

#include "pack.h"
#include "python.h"

enum { LONG = 256 }; /* rows from which on it is worth giving the lock away */

static Table *of(PyObject *self)
{
    return &((TableObject *)self)->table;
}

/* The contents of a table that is to be changed; -1 with an exception where it is being read. */
int take_table(PyObject *self, Table *table)
{
    if (((TableObject *)self)->readers) {
        PyErr_SetString(PyExc_RuntimeError, "this table is being read");
        return -1;
    }
    *table = *of(self);
    *of(self) = (Table){.limit = table->limit};
    return 0;
}

void put_table(PyObject *self, Table *table)
{
    table_clear(of(self));
    *of(self) = *table;
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
    if (!opened_table(self) || !opened_table(more) || take_table(self, &table))
        return -1;
    ((TableObject *)more)->readers++;
    PyThreadState *state = unlock(of(more)->count);
    int status = table_merge(&table, of(more));
    lock(state);
    ((TableObject *)more)->readers--;
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
    ((TableObject *)self)->readers++;
    PyThreadState *state = unlock(of(self)->count);
    char *packed = table_pack(of(self), &size);
    lock(state);
    ((TableObject *)self)->readers--;
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
    Table table = {0}, before;
    bool fits;
    if (text_argument(bytes, &text))
        return NULL;
    int status = table_unpack(text, &table, &fits);
    if (status || !fits) {
        table_clear(&table);
        return no_packed_table(status);
    }
    if (take_table(self, &before)) {
        table_clear(&table);
        return NULL;
    }
    table_clear(&before);
    put_table(self, &table);
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
