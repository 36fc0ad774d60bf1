/* Table as Python sees it: the same interface as httplogstats.table.Table. */
#include <stdlib.h>

#include "python.h"

PyTypeObject *table_type;

static Table *of(PyObject *self)
{
    return &((TableObject *)self)->table;
}

static PyObject *new_table(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"limit", "kept", NULL};
    PyObject *number = NULL, *rows = NULL;
    uint32_t limit = TABLE_LIMIT, kept = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "|OO", names, &number, &rows))
        return NULL;
    if ((number && most_argument(number, &limit)) || most_argument(rows, &kept))
        return NULL;
    PyObject *self = PyType_GenericAlloc(type, 0);
    if (self)
        *of(self) = (Table){.limit = limit, .kept = kept};
    return self;
}

PyObject *table_object(Table *table)
{
    PyObject *self = PyType_GenericAlloc(table_type, 0);
    if (self) {
        *of(self) = *table;
        *table = table_like(table);
    }
    return self;
}

static void dealloc(PyObject *self)
{
    table_clear(of(self));
    free_object(self);
}

static Py_ssize_t length(PyObject *self)
{
    return of(self)->count;
}

static int contains(PyObject *self, PyObject *key)
{
    Text text;
    return text_argument(key, &text) || !opened_table(self) ? -1 : table_find(of(self), text, hash_of(text)) != NULL;
}

static PyObject *get(PyObject *self, PyObject *key)
{
    Text text;
    if (text_argument(key, &text) || !opened_table(self))
        return NULL;
    Row *row = table_find(of(self), text, hash_of(text));
    if (!row)
        Py_RETURN_NONE;
    return figures_list(&row->figures);
}

static int add_row(PyObject *self, PyObject *key, PyObject *figures)
{
    Text text;
    Figures more;
    if (text_argument(key, &text) || read_figures(figures, &more) || unused_table(self) || !opened_table(self))
        return -1;
    Figures *into = table_figures(of(self), text, hash_of(text));
    if (!into) {
        PyErr_NoMemory();
        return -1;
    }
    add_figures(into, &more);
    return 0;
}

static PyObject *add(PyObject *self, PyObject *arguments)
{
    PyObject *key, *figures;
    if (!PyArg_ParseTuple(arguments, "OO", &key, &figures) || add_row(self, key, figures))
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *items(PyObject *self, PyObject *Py_UNUSED(none))
{
    PyObject *list = table_pairs(of(self), NULL, of(self)->count);
    PyObject *iterator = list ? PyObject_GetIter(list) : NULL;
    Py_XDECREF(list);
    return iterator;
}

static PyObject *first(PyObject *self, PyObject *arguments, Before before, bool failing)
{
    PyObject *most = NULL;
    uint32_t count;
    if (!PyArg_ParseTuple(arguments, "|O", &most) || most_argument(most, &count))
        return NULL;
    uint32_t *numbers = table_first(of(self), &count, before, failing);
    if (!numbers)
        return PyErr_NoMemory();
    PyObject *list = table_pairs(of(self), numbers, count);
    free(numbers);
    return list;
}

static PyObject *top(PyObject *self, PyObject *arguments)
{
    return first(self, arguments, more_hits, false);
}

static PyObject *served(PyObject *self, PyObject *arguments)
{
    return first(self, arguments, more_served, false);
}

static PyObject *failing(PyObject *self, PyObject *arguments)
{
    return first(self, arguments, more_errors, true);
}

static PyObject *sums(PyObject *self, PyObject *Py_UNUSED(none))
{
    Figures sum = {0};
    for (uint32_t number = 0; number < of(self)->count; number++)
        add_figures(&sum, &of(self)->rows[number].figures);
    return figures_list(&sum);
}

static int add_pairs(PyObject *self, PyObject *iterator)
{
    PyObject *pair, *key, *figures;
    while ((pair = PyIter_Next(iterator))) {
        int status = PyArg_ParseTuple(pair, "OO", &key, &figures) ? add_row(self, key, figures) : -1;
        Py_DECREF(pair);
        if (status)
            return -1;
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* Add rows given as pairs, and what found no room. */
static int add_all(PyObject *self, PyObject *rows, PyObject *rest)
{
    Figures more;
    PyObject *iterator = rows && rest ? PyObject_GetIter(rows) : NULL;
    int status = iterator && !read_figures(rest, &more) ? add_pairs(self, iterator) : -1;
    Py_XDECREF(iterator);
    if (!status && !(status = unused_table(self)))
        add_figures(&of(self)->other, &more);
    return status;
}

static PyObject *merge(PyObject *self, PyObject *more)
{
    if (PyObject_TypeCheck(more, table_type)) {
        if (merge_tables(self, more))
            return NULL;
        Py_RETURN_NONE;
    }
    PyObject *rows = PyObject_CallMethod(more, "items", NULL);
    PyObject *rest = rows ? PyObject_GetAttrString(more, "other") : NULL;
    int status = add_all(self, rows, rest);
    Py_XDECREF(rows);
    Py_XDECREF(rest);
    if (status)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *fresh(PyObject *self, PyObject *Py_UNUSED(none))
{
    Table table = table_like(of(self));
    return table_object(&table);
}

static PyObject *opened(PyObject *self, PyObject *Py_UNUSED(none))
{
    return Py_NewRef(self);
}

static PyObject *get_other(PyObject *self, void *Py_UNUSED(unused))
{
    return figures_list(&of(self)->other);
}

static PyObject *get_limit(PyObject *self, void *Py_UNUSED(unused))
{
    return PyLong_FromUnsignedLong(of(self)->limit);
}

static PyObject *get_kept(PyObject *self, void *Py_UNUSED(unused))
{
    return PyLong_FromUnsignedLong(of(self)->kept);
}

static PyObject *get_rows(PyObject *self, void *Py_UNUSED(unused))
{
    return table_dict(of(self));
}

/* Equal to a table of either kind. */
static PyObject *compare(PyObject *self, PyObject *other, int operator)
{
    if (operator != Py_EQ && operator != Py_NE)
        Py_RETURN_NOTIMPLEMENTED;
    if (PyObject_TypeCheck(other, table_type))
        return opened_table(self) && opened_table(other)
                   ? PyBool_FromLong(table_same(of(self), of(other)) == (operator == Py_EQ)) : NULL;
    PyObject *rows = PyObject_GetAttrString(other, "rows");
    PyObject *rest = rows ? PyObject_GetAttrString(other, "other") : NULL;
    if (!rest && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        Py_XDECREF(rows);
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *its = rest ? Py_BuildValue("(OO)", rows, rest) : NULL, *result = NULL;
    PyObject *mine = its ? Py_BuildValue("(NN)", get_rows(self, NULL), get_other(self, NULL)) : NULL;
    if (mine)
        result = PyObject_RichCompare(mine, its, operator);
    Py_XDECREF(mine);
    Py_XDECREF(its);
    Py_XDECREF(rows);
    Py_XDECREF(rest);
    return result;
}

static PyObject *represent(PyObject *self)
{
    PyObject *rows = get_rows(self, NULL), *rest = rows ? get_other(self, NULL) : NULL;
    PyObject *text = rest ? PyUnicode_FromFormat("Table(%R, other=%R)", rows, rest) : NULL;
    Py_XDECREF(rows);
    Py_XDECREF(rest);
    return text;
}

static PyMethodDef methods[] = {
    {"get", get, METH_O, "The figures of a key; None where it has no row."},
    {"add", add, METH_VARARGS, "Add figures to the row of a key."},
    {"items", items, METH_NOARGS, "All rows, in order of appearance."},
    {"top", top, METH_VARARGS, "The rows with the most hits."},
    {"served", served, METH_VARARGS, "The rows with the most hits that are no 4xx."},
    {"failing", failing, METH_VARARGS, "The rows with errors, 5xx before 4xx, most first."},
    {"shown", shown_rows, METH_VARARGS, "Rows fit to be drawn, and what is beside them."},
    {"sums", sums, METH_NOARGS, "The sum of all rows, without other."},
    {"merge", merge, METH_O, "Add all rows of another table of either kind."},
    {"keep", keep_rows, METH_O, "Fold rows into other: the greatest stay, and the most failing."},
    {"fresh", fresh, METH_NOARGS, "An empty table of the same limits."},
    {"packed", pack_table, METH_NOARGS, "All of it as few bytes."},
    {"unpack", unpack_table, METH_O, "Become what was packed."},
    {"merge_packed", merge_packed_table, METH_O, "Add all rows of what was packed."},
    {"opened", opened, METH_NOARGS, "Itself."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"other", get_other, NULL, "The sum of the rows that found no room.", NULL},
    {"limit", get_limit, NULL, "The most rows.", NULL},
    {"kept", get_kept, NULL, "How many stay when a new key comes to a full table.", NULL},
    {"rows", get_rows, NULL, "A copy of all rows by key.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Rows of figures by key, bounded, in order of appearance."},
    {Py_tp_new, new_table},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {Py_tp_richcompare, compare},
    {Py_tp_hash, PyObject_HashNotImplemented},
    {Py_tp_repr, represent},
    {Py_sq_length, length},
    {Py_sq_contains, contains},
    {0, NULL},
};

PyType_Spec table_spec = {
    .name = "httplogstats.scan._native.Table",
    .basicsize = sizeof(TableObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
