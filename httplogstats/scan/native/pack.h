/* Tables and histograms as few bytes, for slots at rest: no index, no hashes, numbers as short as they are. */
#ifndef HTTPLOGSTATS_PACK_H
#define HTTPLOGSTATS_PACK_H

#include "times.h"

/* Bytes in memory to free; NULL for no memory. */
char *table_pack(const Table *table, size_t *length);
/* The number of bytes, 0 for no memory; they are written where `into` is not NULL. */
size_t times_pack(const Times *times, char *into);

/* Bytes into an empty one; `fits` is whether packing gave them. Clear it in any case but FINE and `fits`. */
int table_unpack(Text packed, Table *table, bool *fits);
int times_unpack(Text packed, Times *times, bool *fits);
/* All rows of a packed table added to another one. */
int table_merge_packed(Text packed, Table *table, bool *fits);

#endif
