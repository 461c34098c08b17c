// Plays a recorded launch in a program of its own, for the sanitizers: replay FILE. Every block of device memory is a
// block of the heap of exactly its size, so that an access one byte outside is found.
// FILE: kernel name (32 bytes); blocks, threads, cluster, shared bytes, number of memory blocks, bytes of the argument
// (int32); the memory blocks: address, bytes (int64), content; the argument, in which addresses are replaced.
#include "emulator.cpp"
#include <cstdio>

struct Memory
{
    long long address, bytes;
    std::unique_ptr<char[]> content;
};

static bool read(FILE *file, void *to, size_t bytes) { return fread(to, 1, bytes, file) == bytes; }

int main(int count, char **words)
{
    FILE *file = count == 2 ? fopen(words[1], "rb") : nullptr;
    char name[32];
    int header[6];
    if (!file || !read(file, name, sizeof name) || !read(file, header, sizeof header))
    {
        return 3;
    }

    std::vector<Memory> memory(header[4]);
    for (Memory &m : memory)
    {
        if (!read(file, &m.address, 16))
        {
            return 3;
        }

        m.content.reset(new char[m.bytes]);
        if (!read(file, m.content.get(), m.bytes))
        {
            return 3;
        }
    }

    std::vector<long long> argument(header[5] / 8);
    if (!read(file, argument.data(), header[5]))
    {
        return 3;
    }

    for (long long &word : argument)
    {
        for (Memory &m : memory)
        {
            word = word == m.address ? (long long)m.content.get() : word;
        }
    }

    fclose(file);
    void *arguments = argument.data();
    return emulate(name, header[0], header[1], header[2], header[3], &arguments);
}
