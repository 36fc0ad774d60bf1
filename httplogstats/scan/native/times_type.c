/* Histograms by section as Python sees them: the same interface as httplogstats.latency.Histograms. */
#include "python.h"

PyTypeObject *times_type;

static Times *of(PyObject *self)
{
    return &((TimesObject *)self)->times;
}

static PyObject *new_times(PyTypeObject *type, PyObject *Py_UNUSED(arguments), PyObject *Py_UNUSED(named))
{
    return PyType_GenericAlloc(type, 0);
}

PyObject *times_object(Times *times)
{
    PyObject *self = PyType_GenericAlloc(times_type, 0);
    if (self) {
        *of(self) = *times;
        *times = (Times){0};
    }
    return self;
}

static void dealloc(PyObject *self)
{
    times_clear(of(self));
    free_object(self);
}

static Py_ssize_t length(PyObject *self)
{
    return of(self)->sections.count;
}

static int contains(PyObject *self, PyObject *key)
{
    Text text;
    return text_argument(key, &text) ? -1 : table_find(&of(self)->sections, text, hash_of(text)) != NULL;
}

/* The buckets of one section. */
static PyObject *histogram(const Times *times, uint64_t number)
{
    PyObject *dict = PyDict_New();
    for (size_t at = 0; dict && at <= times->counts.mask; at++) {
        const Count *place = &times->counts.places[at];
        if (place->count && section_number(place) == number &&
            put_item(dict, PyLong_FromLong(bucket_number(place)), PyLong_FromUnsignedLongLong(place->count)))
            Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *get(PyObject *self, PyObject *key)
{
    Text text;
    if (text_argument(key, &text))
        return NULL;
    const Row *row = table_find(&of(self)->sections, text, hash_of(text));
    if (!row)
        Py_RETURN_NONE;
    return histogram(of(self), (uint64_t)(row - of(self)->sections.rows));
}

/* Empty histograms by section, in order of appearance; `list` holds them too. */
static PyObject *empty_histograms(const Table *sections, PyObject *list)
{
    PyObject *dict = PyDict_New();
    for (uint32_t number = 0; dict && number < sections->count; number++) {
        PyObject *empty = PyDict_New();
        int status = empty ? PyList_Append(list, empty) : -1;
        if (put_item(dict, bytes_of(key_of(sections, &sections->rows[number])), empty) || status)
            Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *as_dict(const Times *times)
{
    PyObject *list = PyList_New(0), *dict = list ? empty_histograms(&times->sections, list) : NULL;
    for (size_t at = 0; dict && times->counts.places && at <= times->counts.mask; at++) {
        const Count *place = &times->counts.places[at];
        if (place->count && put_item(PyList_GetItem(list, (Py_ssize_t)section_number(place)),
                                     PyLong_FromLong(bucket_number(place)), PyLong_FromUnsignedLongLong(place->count)))
            Py_CLEAR(dict);
    }
    Py_XDECREF(list);
    return dict;
}

static PyObject *items(PyObject *self, PyObject *Py_UNUSED(none))
{
    PyObject *dict = as_dict(of(self)), *pairs = dict ? PyDict_Items(dict) : NULL;
    Py_XDECREF(dict);
    return pairs;
}

static PyObject *add(PyObject *self, PyObject *arguments)
{
    PyObject *section;
    Text text;
    int bucket;
    unsigned long long hits = 1;
    if (!PyArg_ParseTuple(arguments, "Oi|K", &section, &bucket, &hits) || text_argument(section, &text))
        return NULL;
    if (bucket < 0 || bucket >= BUCKETS) {
        PyErr_SetString(PyExc_ValueError, "no such bucket");
        return NULL;
    }
    if (times_add(of(self), text, hash_of(text), bucket, hits))
        return PyErr_NoMemory();
    Py_RETURN_NONE;
}

static PyObject *fresh(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(none))
{
    return PyType_GenericAlloc(times_type, 0);
}

static PyObject *opened(PyObject *self, PyObject *Py_UNUSED(none))
{
    return Py_NewRef(self);
}

static PyObject *compare(PyObject *self, PyObject *other, int operator)
{
    if ((operator != Py_EQ && operator != Py_NE) || (!PyDict_Check(other) && !PyObject_TypeCheck(other, times_type)))
        Py_RETURN_NOTIMPLEMENTED;
    PyObject *mine = as_dict(of(self)), *its = PyDict_Check(other) ? Py_NewRef(other) : as_dict(of(other));
    PyObject *result = mine && its ? PyObject_RichCompare(mine, its, operator) : NULL;
    Py_XDECREF(mine);
    Py_XDECREF(its);
    return result;
}

static PyObject *represent(PyObject *self)
{
    PyObject *dict = as_dict(of(self)), *text = dict ? PyUnicode_FromFormat("Histograms(%R)", dict) : NULL;
    Py_XDECREF(dict);
    return text;
}

static PyMethodDef methods[] = {
    {"get", get, METH_O, "The histogram of a section; None where it has none."},
    {"items", items, METH_NOARGS, "All sections with their histograms."},
    {"add", add, METH_VARARGS, "Add hits to a bucket of a section."},
    {"merge", merge_times, METH_VARARGS, "Add those of another whose section has a row in a table."},
    {"keep", keep_times, METH_O, "Let go of sections that have no row in a table."},
    {"fresh", fresh, METH_NOARGS, "Empty ones of the same kind."},
    {"packed", pack_times, METH_NOARGS, "All of it as few bytes."},
    {"unpack", unpack_times, METH_O, "Become what was packed."},
    {"opened", opened, METH_NOARGS, "Itself."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Histograms by section."},
    {Py_tp_new, new_times},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, methods},
    {Py_tp_richcompare, compare},
    {Py_tp_hash, PyObject_HashNotImplemented},
    {Py_tp_repr, represent},
    {Py_sq_length, length},
    {Py_sq_contains, contains},
    {0, NULL},
};

PyType_Spec times_spec = {
    .name = "httplogstats.scan._native.Histograms",
    .basicsize = sizeof(TimesObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
