/* Tables of Python's that are counted into: their contents move into the block and back, so that whoever looks
 * at one meanwhile finds it empty, and no memory that is being written. */
#include "layout_python.h"

enum { START, ROWS, HISTOGRAMS, PARTS };

static PyObject *part(PyObject *loan, int number)
{
    return PyTuple_GetItem(loan, number);
}

static Table *table_at(PyObject *loan, int number)
{
    return &((TableObject *)PyTuple_GetItem(part(loan, ROWS), number))->table;
}

static Times *times_at(PyObject *loan)
{
    return &((TimesObject *)part(loan, HISTOGRAMS))->times;
}

/* Whether it is lent for all slots, or for the one that begins at START. */
static bool for_all(PyObject *loan)
{
    return part(loan, START) == Py_None;
}

static bool fits(PyObject *loan)
{
    if (!PyTuple_Check(loan) || PyTuple_Size(loan) != PARTS || !(for_all(loan) || PyLong_Check(part(loan, START))) ||
        !PyTuple_Check(part(loan, ROWS)) || PyTuple_Size(part(loan, ROWS)) != TABLES ||
        !PyObject_TypeCheck(part(loan, HISTOGRAMS), times_type))
        return false;
    for (int number = 0; number < TABLES; number++) {
        PyObject *table = PyTuple_GetItem(part(loan, ROWS), number);
        if (!PyObject_TypeCheck(table, table_type) || ((TableObject *)table)->users)
            return false;
    }
    return true;
}

static void swap(Slot *slot, PyObject *loan)
{
    for (int number = 0; number < TABLES; number++) {
        Table table = *slot->tables[number];
        *slot->tables[number] = *table_at(loan, number);
        *table_at(loan, number) = table;
        table_at(loan, number)->limit = slot->tables[number]->limit;
        table_at(loan, number)->kept = slot->tables[number]->kept;
    }
    Times times = *slot->times;
    *slot->times = *times_at(loan);
    *times_at(loan) = times;
}

static int borrow(Block *block, PyObject *loan)
{
    if (!fits(loan)) {
        PyErr_SetString(PyExc_TypeError, "a slot that is counted into is its start, its tables and its histograms");
        return -1;
    }
    bool shared = for_all(loan);
    long long start = shared ? 0 : PyLong_AsLongLong(part(loan, START));
    if (start == -1 && PyErr_Occurred())
        return -1;
    Slot *slot = shared ? slot_to_share(block) : slot_at(block, start);
    if (!slot || slot->owner) {
        PyErr_SetString(slot ? PyExc_ValueError : PyExc_MemoryError, slot ? "a slot is lent twice" : "");
        return -1;
    }
    for (int number = 0; number < TABLES; number++) {
        if (table_open(table_at(loan, number))) {
            PyErr_NoMemory();
            return -1;
        }
    }
    swap(slot, loan);
    slot->owner = Py_NewRef(loan);
    return 0;
}

int borrow_all(Block *block, PyObject *loans)
{
    Py_ssize_t size = PyTuple_Size(loans);
    for (Py_ssize_t number = 0; number < size; number++)
        if (borrow(block, PyTuple_GetItem(loans, number)))
            return -1;
    return size < 0 ? -1 : 0;
}

static void give_slot_back(Slot *slot)
{
    if (slot && slot->owner) {
        swap(slot, slot->owner);
        Py_DECREF((PyObject *)slot->owner);
    }
}

void give_back(Block *block)
{
    for (size_t number = 0; number < block->count; number++)
        give_slot_back(block->slots[number]);
    give_slot_back(block->shared);
}
