// The kernels for the host, and the launch that the tests call.
#include "../../../Model/Cuda/Kernels/episode.cu"
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>
#ifdef REPTILEGEN_THREADS
#include <thread>
#else
#include <ucontext.h>
#endif

#ifndef REPTILEGEN_GUARD
#define REPTILEGEN_GUARD 64 // floats; a sanitizer has its own
#endif

namespace emulator
{
REPTILEGEN_LOCAL Thread *self;

#ifndef REPTILEGEN_THREADS
static std::vector<ucontext_t> contexts;
static std::vector<Thread> *fibres;
static std::vector<char> finished;
static ucontext_t home;
static int running;
static const std::function<void()> *body;

// On to the next fibre that has not finished, or home.
static void advance()
{
    int from = running, count = (int)contexts.size();
    for (int k = 1; k <= count; k++)
    {
        int next = (from + k) % count;
        if (!finished[next])
        {
            if (next != from)
            {
                running = next;
                self = &(*fibres)[next];
                swapcontext(&contexts[from], &contexts[next]);
            }

            return;
        }
    }

    swapcontext(&contexts[from], &home);
}

void yield() { advance(); }

static void enter()
{
    (*body)();
    finished[running] = 1;
    advance();
}

static void run(std::vector<Thread> &threads, const std::function<void()> &work)
{
    const size_t stack = 128 << 10;
    int count = (int)threads.size();
    std::unique_ptr<char[]> stacks(new char[stack * count]);
    contexts.assign(count, ucontext_t());
    finished.assign(count, 0);
    fibres = &threads;
    body = &work;
    for (int i = 0; i < count; i++)
    {
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = stacks.get() + stack * i;
        contexts[i].uc_stack.ss_size = stack;
        contexts[i].uc_link = &home;
        makecontext(&contexts[i], enter, 0);
    }

    running = 0;
    self = &threads[0];
    swapcontext(&home, &contexts[0]);
}
#else
static void run(std::vector<Thread> &threads, const std::function<void()> &work)
{
    std::vector<std::thread> pool;
    for (Thread &t : threads)
    {
        pool.emplace_back([&] {
            self = &t;
            work();
        });
    }

    for (std::thread &t : pool)
    {
        t.join();
    }
}
#endif

// Clusters one after another; shared memory starts with garbage, as on a GPU, and ends with a guard.
static bool launch(int grid, int threads, int ranks, int sharedBytes, const std::function<void()> &work)
{
    bool intact = true;
    size_t floats = (sharedBytes + 15) / 16 * 4, guard = REPTILEGEN_GUARD;
    for (int first = 0; first < grid; first += ranks)
    {
        std::vector<Block> blocks(ranks);
        std::vector<Block *> cluster;
        std::vector<std::unique_ptr<Warp[]>> warps;
        std::vector<std::unique_ptr<Barrier>> barriers;
        std::vector<float *> memory;
        Barrier all(ranks * threads);
        for (int r = 0; r < ranks; r++)
        {
            float *shared = (float *)aligned_alloc(16, (floats + guard) * sizeof(float));
            memset(shared, 0xff, (floats + guard) * sizeof(float));
            memory.push_back(shared);
            warps.emplace_back(new Warp[threads / 32]);
            barriers.emplace_back(new Barrier(threads));
            blocks[r] = Block{first + r, grid, threads, r, ranks, shared, nullptr, warps[r].get(), barriers[r].get(), &all};
            cluster.push_back(&blocks[r]);
        }

        std::vector<Thread> lanes(ranks * threads);
        for (int i = 0; i < ranks * threads; i++)
        {
            lanes[i].index = i % threads;
            lanes[i].block = &blocks[i / threads];
            blocks[i / threads].cluster = cluster.data();
        }

        run(lanes, work);
        for (float *shared : memory)
        {
            for (size_t i = 0; i < guard * sizeof(float); i++)
            {
                intact &= ((unsigned char *)(shared + floats))[i] == 0xff;
            }

            free(shared);
        }
    }

    return intact;
}
}

template <class T>
static T argument(void **arguments, int i) { return *(T *)arguments[i]; }

// 0: done; 1: no such kernel; 2: a block wrote behind its shared memory.
extern "C" __attribute__((visibility("default"))) int emulate(
    const char *kernel, int grid, int threads, int ranks, int sharedBytes, void **arguments)
{
    std::function<void()> work;
    if (!strcmp(kernel, "run_episodes"))
    {
        work = [=] { run_episodes(argument<Job>(arguments, 0)); };
    }
    else if (!strcmp(kernel, "measure_gradients"))
    {
        work = [=] { measure_gradients(argument<const float *>(arguments, 0), argument<double *>(arguments, 1), argument<int>(arguments, 2)); };
    }
    else if (!strcmp(kernel, "add_gradients"))
    {
        work = [=] {
            add_gradients(argument<const float *>(arguments, 0), argument<const float *>(arguments, 1), argument<float *>(arguments, 2),
                argument<int>(arguments, 3), argument<int>(arguments, 4));
        };
    }
    else
    {
        return 1;
    }

    return emulator::launch(grid, threads, ranks, sharedBytes, work) ? 0 : 2;
}
