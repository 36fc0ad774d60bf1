/* Gives the files that are named to what libFuzzer would give made-up bytes to. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 1 << 22 }; /* bytes of a file */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int count, char **names)
{
    uint8_t *data = malloc(MOST);
    for (int number = 1; data && number < count; number++) {
        FILE *file = fopen(names[number], "rb");
        if (!file)
            return perror(names[number]), 1;
        LLVMFuzzerTestOneInput(data, fread(data, 1, MOST, file));
        fclose(file);
    }
    free(data);
    return data ? 0 : 1;
}
