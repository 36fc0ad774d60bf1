/* A layout from the tuples that httplogstats/scan/compiled.py makes of it; their bytes must stay alive. */
#include <stdlib.h>

#include "layout_python.h"

static int role_of(int number, Role *role)
{
    if (number < 0 || number >= ROLES) {
        PyErr_SetString(PyExc_ValueError, "no such role");
        return -1;
    }
    *role = (Role)number;
    return 0;
}

static int read_field(PyObject *tuple, Field *field)
{
    int role, optional, quoted, padded;
    const char *opens, *closes;
    Py_ssize_t opens_length, closes_length;
    if (!PyArg_ParseTuple(tuple, "iy#y#ppp", &role, &opens, &opens_length, &closes, &closes_length, &optional, &quoted,
                          &padded))
        return -1;
    field->opens = mark_of((Text){opens, (size_t)opens_length});
    field->closes = mark_of((Text){closes, (size_t)closes_length});
    field->optional = optional;
    field->quoted = quoted;
    field->padded = padded;
    return role_of(role, &field->role);
}

static int read_fields_of(PyObject *tuples, Field **fields, size_t *count)
{
    Py_ssize_t size = PyTuple_Size(tuples);
    if (size < 0)
        return -1;
    *fields = calloc((size_t)size + 1, sizeof **fields);
    if (!*fields) {
        PyErr_NoMemory();
        return -1;
    }
    for (*count = 0; *count < (size_t)size; ++*count)
        if (read_field(PyTuple_GetItem(tuples, (Py_ssize_t)*count), &(*fields)[*count]))
            return -1;
    return 0;
}

static int read_key(PyObject *tuple, Layout *layout)
{
    int role;
    const char *name;
    Py_ssize_t length;
    Key *key = &layout->keys[layout->key_count];
    if (!PyArg_ParseTuple(tuple, "iy#", &role, &name, &length))
        return -1;
    *key = (Key){.name = {name, (size_t)length}, .depth = 1};
    for (size_t at = 0; at < key->name.length; at++) {
        if (name[at] != '.')
            continue;
        if (key->depth == KEY_DEPTH) {
            layout->odd = true;
            break;
        }
        key->parts[key->depth++] = at + 1;
    }
    return role_of(role, &key->role);
}

static int read_keys(PyObject *tuples, Layout *layout)
{
    Py_ssize_t size = PyTuple_Size(tuples);
    layout->keys = size < 0 ? NULL : calloc((size_t)size + 1, sizeof *layout->keys);
    if (!layout->keys)
        return -1;
    layout->odd = size > KEYS;
    for (; layout->key_count < (size_t)size; layout->key_count++)
        if (read_key(PyTuple_GetItem(tuples, (Py_ssize_t)layout->key_count), layout))
            return -1;
    return 0;
}

int read_layout(PyObject *fields, PyObject *sought, PyObject *keys, PyObject *forms, Layout *layout)
{
    int client_port, host_port, loose_status;
    if (!PyArg_ParseTuple(forms, "ippii", &client_port, &host_port, &loose_status, &layout->latency_power,
                          &layout->upstream_power))
        return -1;
    layout->client_port = client_port == MAYBE_PORT ? MAYBE_PORT : client_port == PORT ? PORT : NO_PORT;
    layout->host_port = host_port;
    layout->loose_status = loose_status;
    if (read_keys(keys, layout) || read_fields_of(fields, &layout->fields, &layout->count) ||
        read_fields_of(sought, &layout->sought, &layout->sought_count))
        return -1;
    prepare_layout(layout);
    return 0;
}

void free_layout(Layout *layout)
{
    free(layout->fields);
    free(layout->sought);
    free(layout->keys);
    *layout = (Layout){0};
}
