/* The function `sift`: what of some blocks need be read, as one. */
#include <stdlib.h>

#include "python.h"
#include "sift.h"

typedef struct {
    char *at;
    size_t length, room;
} Sifted;

static int read_names(PyObject *names, Needle *needle)
{
    Py_ssize_t size = PyTuple_Size(names);
    needle->names = size < 0 ? NULL : calloc((size_t)size + 1, sizeof *needle->names);
    if (!needle->names) {
        PyErr_NoMemory();
        return -1;
    }
    for (; needle->name_count < (size_t)size; needle->name_count++)
        if (text_argument(PyTuple_GetItem(names, (Py_ssize_t)needle->name_count), &needle->names[needle->name_count]))
            return -1;
    return 0;
}

static int read_needle(PyObject *tuple, Needle *needle)
{
    const char *text;
    Py_ssize_t length;
    PyObject *names;
    if (!PyArg_ParseTuple(tuple, "y#bbO!", &text, &length, &needle->low, &needle->high, &PyTuple_Type, &names) ||
        read_names(names, needle))
        return -1;
    if (length < 1 && !needle->name_count) {
        PyErr_SetString(PyExc_ValueError, "a needle has a text or names");
        return -1;
    }
    needle->text = (Text){text, (size_t)length};
    return 0;
}

static int read_needles(PyObject *tuples, Sieve *sieve)
{
    Py_ssize_t size = PyTuple_Size(tuples);
    if (size < 1) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "there is no needle");
        return -1;
    }
    sieve->needles = calloc((size_t)size, sizeof *sieve->needles);
    if (!sieve->needles) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t number = 0; number < size; number++)
        if (read_needle(PyTuple_GetItem(tuples, number), &sieve->needles[sieve->count++]))
            return -1;
    return 0;
}

static void free_needles(Sieve *sieve)
{
    for (size_t number = 0; number < sieve->count; number++)
        free(sieve->needles[number].names);
    free(sieve->needles);
}

static int add_line(Sifted *sifted, Text line)
{
    if (sifted->room - sifted->length <= line.length) {
        size_t room = 2 * sifted->room + line.length + 1;
        char *at = realloc(sifted->at, room);
        if (!at)
            return NO_MEMORY;
        sifted->at = at;
        sifted->room = room;
    }
    memcpy(sifted->at + sifted->length, line.at, line.length);
    sifted->length += line.length;
    sifted->at[sifted->length++] = '\n';
    return FINE;
}

static int sift_block(const Sieve *sieve, PyObject *bytes, Sifted *sifted)
{
    Text data, line;
    if (text_argument(bytes, &data))
        return FAILED;
    int status = FINE;
    Py_BEGIN_ALLOW_THREADS
    for (const char *at = data.at; !status && next_line(sieve, &at, data.at + data.length, &line);)
        status = add_line(sifted, line);
    Py_END_ALLOW_THREADS
    return status;
}

static PyObject *sift_blocks(const Sieve *sieve, PyObject *blocks)
{
    Sifted sifted = {0};
    PyObject *answer = NULL;
    int status = FINE;
    for (Py_ssize_t number = 0; !status && number < PyTuple_Size(blocks); number++)
        status = sift_block(sieve, PyTuple_GetItem(blocks, number), &sifted);
    if (status == NO_MEMORY)
        PyErr_NoMemory();
    else if (!status)
        answer = bytes_of((Text){sifted.at, sifted.length});
    free(sifted.at);
    return answer;
}

PyObject *sift(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *blocks, *needles, *answer = NULL;
    Sieve sieve = {0};
    int escapes;
    if (!PyArg_ParseTuple(arguments, "O!O!p", &PyTuple_Type, &blocks, &PyTuple_Type, &needles, &escapes))
        return NULL;
    sieve.escapes = escapes;
    if (!read_needles(needles, &sieve))
        answer = sift_blocks(&sieve, blocks);
    free_needles(&sieve);
    return answer;
}
