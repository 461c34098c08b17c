// The part of the CUDA driver API that the product calls, over the emulator: with it the whole program runs with
// --device cuda, without a GPU. EMULATED_GPU may hold "function=error" or "function=error@n" (from call n on), such as
// cuMemAlloc_v2=2, or "capability=75", one or more, separated by blanks.
#include "emulator.cpp"
#include <cstdio>
#include <map>
#include <string>

using Device = unsigned long long;

struct Config
{
    unsigned grid[3], block[3], sharedBytes;
    void *stream;
    unsigned *attributes;
    unsigned count;
};

static int setting(const char *name, int otherwise)
{
    const char *all = getenv("EMULATED_GPU");
    std::string key = std::string(name) + "=";
    const char *at = all ? strstr(all, key.c_str()) : nullptr;
    return at ? atoi(at + key.size()) : otherwise;
}

// The error that a call shall report, 0 for none.
static int fails(const char *name)
{
    static std::map<std::string, int> calls;
    const char *all = getenv("EMULATED_GPU");
    std::string key = std::string(name) + "=";
    const char *at = all ? strstr(all, key.c_str()) : nullptr;
    if (!at)
    {
        return 0;
    }

    int error = 0, from = 1;
    sscanf(at + key.size(), "%d@%d", &error, &from);
    return ++calls[name] >= from ? error : 0;
}

#define CALL(name, ...) extern "C" __attribute__((visibility("default"))) int name(__VA_ARGS__)
#define TRY(name) if (int error = fails(name)) return error

CALL(cuInit, unsigned) { TRY("cuInit"); return 0; }
CALL(cuDriverGetVersion, int *version) { *version = 12000; return 0; }
CALL(cuDeviceGetCount, int *count) { *count = setting("count", 1); return 0; }
CALL(cuDeviceGet, int *device, int) { *device = 0; return 0; }
CALL(cuDeviceGetName, char *name, int length, int) { snprintf(name, length, "Emulated GPU"); return 0; }
CALL(cuDevicePrimaryCtxRetain, void **context, int) { TRY("cuDevicePrimaryCtxRetain"); *context = (void *)1; return 0; }
CALL(cuDevicePrimaryCtxRelease_v2, int) { return 0; }
CALL(cuCtxSetCurrent, void *context) { return context == (void *)1 ? 0 : 201; }
CALL(cuModuleUnload, void *) { return 0; }
CALL(cuMemGetInfo_v2, size_t *free, size_t *total) { *free = *total = 1 << 30; return 0; }
CALL(cuMemFree_v2, Device memory) { free((void *)memory); return 0; }
CALL(cuMemsetD8_v2, Device memory, unsigned char value, size_t bytes) { memset((void *)memory, value, bytes); return 0; }
CALL(cuMemcpyHtoD_v2, Device to, const void *from, size_t bytes) { TRY("cuMemcpyHtoD_v2"); memcpy((void *)to, from, bytes); return 0; }
CALL(cuMemcpyDtoH_v2, void *to, Device from, size_t bytes) { TRY("cuMemcpyDtoH_v2"); memcpy(to, (void *)from, bytes); return 0; }
CALL(cuGetErrorString, int, const char **text) { *text = "said by the emulated driver"; return 0; }

CALL(cuDeviceGetAttribute, int *value, int attribute, int)
{
    int capability = setting("capability", 90);
    switch (attribute)
    {
    case 16: *value = 2; return 0;
    case 17: *value = 0; return 0;
    case 75: *value = capability / 10; return 0;
    case 76: *value = capability % 10; return 0;
    case 97: *value = setting("shared", 64 << 10); return 0;
    default: return 1;
    }
}

// Options 5 and 6: the buffer for errors and its size. A program for clusters needs a device that has them.
CALL(cuModuleLoadDataEx, void **module, const char *text, unsigned count, const int *options, void **values)
{
    if (int error = fails("cuModuleLoadDataEx"))
    {
        if (count == 2 && options[0] == 5 && options[1] == 6)
        {
            snprintf((char *)values[0], (size_t)values[1], "ptxas: line 3\nand more");
        }

        return error;
    }

    *module = (void *)2;
    return strstr(text, setting("capability", 90) >= 90 ? ".target sm_90\n" : ".target sm_80\n") ? 0 : 218;
}

CALL(cuModuleGetFunction, const char **function, void *module, const char *name)
{
    *function = strdup(name);
    return module == (void *)2 ? 0 : 400;
}

CALL(cuFuncSetAttribute, const char *, int attribute, int value) { return attribute == 8 && value <= setting("shared", 64 << 10) ? 0 : 1; }

CALL(cuMemAlloc_v2, Device *memory, size_t bytes)
{
    TRY("cuMemAlloc_v2");
    *memory = (Device)aligned_alloc(256, (bytes + 255) / 256 * 256);
    memset((void *)*memory, 0xff, bytes);
    return 0;
}

CALL(cuLaunchKernel, const char *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
    unsigned sharedBytes, void *, void **arguments, void **)
{
    TRY("cuLaunchKernel");
    return gy * gz * by * bz != 1 ? 1 : emulate(function, gx, bx, 1, sharedBytes, arguments) ? 700 : 0;
}

CALL(cuLaunchKernelEx, const Config *c, const char *function, void **arguments, void **)
{
    bool cluster = c->count == 1 && c->attributes[0] == 4 && c->attributes[3] == 1 && c->attributes[4] == 1;
    return !cluster ? 1 : emulate(function, c->grid[0], c->block[0], c->attributes[2], c->sharedBytes, arguments) ? 700 : 0;
}

CALL(cuOccupancyMaxActiveClusters, int *count, const char *, const Config *c)
{
    *count = c->count == 1 && c->attributes[0] == 4 ? 1 : 0;
    return 0;
}
