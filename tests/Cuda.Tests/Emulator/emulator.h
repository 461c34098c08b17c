// A GPU for the host, good enough to run the kernels to the letter: the threads of a cluster are fibres that take
// turns (default) or real threads (REPTILEGEN_THREADS, for the race detector); barriers are honoured.
#pragma once
#include <cmath>
#include <cstddef>
#ifdef REPTILEGEN_THREADS
#include <atomic>
#include <pthread.h>
#include <sched.h>
#endif

namespace emulator
{
#ifdef REPTILEGEN_THREADS
struct Barrier
{
    pthread_barrier_t barrier;
    explicit Barrier(int count) { pthread_barrier_init(&barrier, nullptr, count); }
    ~Barrier() { pthread_barrier_destroy(&barrier); }
    void wait() { pthread_barrier_wait(&barrier); }
};

// Lanes meet, but no memory is ordered, as with a shuffle on a GPU: what relies on more is a race that the detector sees.
struct Meeting
{
    int count;
    std::atomic<int> arrived{0}, generation{0};
    explicit Meeting(int n) : count(n) {}
    void wait()
    {
        int mine = generation.load(std::memory_order_relaxed);
        if (arrived.fetch_add(1, std::memory_order_relaxed) + 1 == count)
        {
            arrived.store(0, std::memory_order_relaxed);
            generation.store(mine + 1, std::memory_order_relaxed);
        }

        while (generation.load(std::memory_order_relaxed) == mine)
        {
            sched_yield();
        }
    }
};

struct Slot
{
    std::atomic<float> value[4];
    void set(float4 v)
    {
        for (int k = 0; k < 4; k++)
        {
            value[k].store(v[k], std::memory_order_relaxed);
        }
    }

    float at(int k) const { return value[k].load(std::memory_order_relaxed); }
};
#define REPTILEGEN_LOCAL thread_local
#else
void yield();
struct Barrier
{
    int count, arrived = 0, generation = 0;
    explicit Barrier(int n) : count(n) {}
    void wait()
    {
        int mine = generation;
        if (++arrived == count)
        {
            arrived = 0;
            generation++;
        }

        while (mine == generation)
        {
            yield();
        }
    }
};
using Meeting = Barrier;
struct Slot
{
    float4 value;
    void set(float4 v) { value = v; }
    float at(int k) const { return value[k]; }
};
#define REPTILEGEN_LOCAL
#endif

struct Warp
{
    Meeting meeting{32};
    Slot slots[2][32];
};

struct Block
{
    int index, blocks, threads, rank, ranks;
    float *shared;
    Block *const *cluster; // [ranks]
    Warp *warps;
    Barrier *sync, *clusterSync;
};

struct Thread
{
    int index, parity = 0;
    Block *block;
};

extern REPTILEGEN_LOCAL Thread *self;
}

#define KERNEL extern "C"
#define DEVICE static inline
#define THREADS(n)
#define UNROLL
#define smem (emulator::self->block->shared)

DEVICE int thread_index() { return emulator::self->index; }
DEVICE int thread_count() { return emulator::self->block->threads; }
DEVICE int block_index() { return emulator::self->block->index; }
DEVICE int block_count() { return emulator::self->block->blocks; }
DEVICE int cluster_rank() { return emulator::self->block->rank; }
DEVICE int cluster_size() { return emulator::self->block->ranks; }
DEVICE void block_sync() { emulator::self->block->sync->wait(); }
DEVICE void cluster_sync() { emulator::self->block->clusterSync->wait(); }
DEVICE void store_remote(int at, int rank, float v) { emulator::self->block->cluster[rank]->shared[at] = v; }

// The values of all 32 lanes; valid until the exchange after the next.
DEVICE const emulator::Slot *exchange(float4 v)
{
    emulator::Thread *me = emulator::self;
    emulator::Warp &warp = me->block->warps[me->index >> 5];
    emulator::Slot *slots = warp.slots[me->parity];
    me->parity ^= 1;
    slots[me->index & 31].set(v);
    warp.meeting.wait();
    return slots;
}

// The order of a GPU's butterfly.
DEVICE float butterfly(const emulator::Slot *slots, int k)
{
    float v[32];
    for (int i = 0; i < 32; i++)
    {
        v[i] = slots[i].at(k);
    }

    for (int half = 16; half > 0; half >>= 1)
    {
        for (int i = 0; i < half; i++)
        {
            v[i] += v[i + half];
        }
    }

    return v[0];
}

DEVICE float warp_sum(float v) { return butterfly(exchange(float4{v, 0, 0, 0}), 0); }
DEVICE float warp_sum4(float4 v, int lane) { return butterfly(exchange(v), lane >> 3); }
DEVICE float warp_max(float v)
{
    const emulator::Slot *slots = exchange(float4{v, 0, 0, 0});
    for (int i = 0; i < 32; i++)
    {
        v = slots[i].at(0) > v ? slots[i].at(0) : v;
    }

    return v;
}

DEVICE void add_global(float *p, float v) { *p += v; }
DEVICE float exp2_fast(float x) { return exp2f(x); }
DEVICE float log2_fast(float x) { return log2f(x); }
DEVICE float reciprocal(float x) { return 1.0f / x; }
DEVICE float square_root(float x) { return sqrtf(x); }
DEVICE float nearest(float x) { return rintf(x); }
DEVICE float absolute(float x) { return fabsf(x); }
