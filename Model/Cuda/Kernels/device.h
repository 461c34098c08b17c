// What the kernels ask of the machine below: threads, barriers, warp sums, remote shared memory, special functions.
// On a GPU these are a few instructions; with REPTILEGEN_HOST the emulator's emulator.h gives them for the host.
#pragma once

typedef float float4 __attribute__((vector_size(16)));
typedef unsigned char byte;

#ifdef REPTILEGEN_HOST
#include "emulator.h"
#else

#define KERNEL extern "C" __attribute__((global))
#define DEVICE static __attribute__((device)) inline __attribute__((always_inline))
#define UNROLL _Pragma("unroll")
#define THREADS(n) __attribute__((launch_bounds(n, 1)))

extern "C"
{
    extern __attribute__((shared, aligned(16))) float smem[];
}

DEVICE int thread_index() { return __nvvm_read_ptx_sreg_tid_x(); }
DEVICE int thread_count() { return __nvvm_read_ptx_sreg_ntid_x(); }
DEVICE int block_index() { return __nvvm_read_ptx_sreg_ctaid_x(); }
DEVICE int block_count() { return __nvvm_read_ptx_sreg_nctaid_x(); }
DEVICE void block_sync() { __syncthreads(); }

DEVICE float exchange(float v, int mask)
{
    float r;
    asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=f"(r) : "f"(v), "r"(mask));
    return r;
}

DEVICE float warp_sum(float v)
{
    for (int mask = 16; mask > 0; mask >>= 1)
    {
        v += exchange(v, mask);
    }

    return v;
}

DEVICE float warp_max(float v)
{
    for (int mask = 16; mask > 0; mask >>= 1)
    {
        float other = exchange(v, mask);
        v = other > v ? other : v;
    }

    return v;
}

// Four sums over a warp at once: lanes 8 k to 8 k + 7 receive the sum of v[k]. Six exchanges instead of twenty.
DEVICE float warp_sum4(float4 v, int lane)
{
    bool upper = lane & 16, odd = lane & 8;
    float a = (upper ? v[2] : v[0]) + exchange(upper ? v[0] : v[2], 16);
    float b = (upper ? v[3] : v[1]) + exchange(upper ? v[1] : v[3], 16);
    float s = (odd ? b : a) + exchange(odd ? a : b, 8);
    s += exchange(s, 4);
    s += exchange(s, 2);
    return s + exchange(s, 1);
}

// One thread adds to one address, so the order of additions is the program's; nobody waits for the memory.
DEVICE void add_global(float *p, float v) { asm volatile("red.global.add.f32 [%0], %1;" ::"l"(p), "f"(v) : "memory"); }

DEVICE float exp2_fast(float x) { return __nvvm_ex2_approx_ftz_f(x); }
DEVICE float log2_fast(float x) { return __nvvm_lg2_approx_ftz_f(x); }
DEVICE float reciprocal(float x) { float r; asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x)); return r; }
DEVICE float square_root(float x) { return __nvvm_sqrt_rn_f(x); }
DEVICE float nearest(float x) { return __builtin_rintf(x); }
DEVICE float absolute(float x) { return __builtin_fabsf(x); }

#ifdef REPTILEGEN_CLUSTER
DEVICE int cluster_rank() { int r; asm("mov.u32 %0, %%cluster_ctarank;" : "=r"(r)); return r; }
DEVICE int cluster_size() { int n; asm("mov.u32 %0, %%cluster_nctarank;" : "=r"(n)); return n; }
DEVICE void cluster_sync()
{
    // Release and acquire are the defaults; spelled out they would need PTX 8.0.
    asm volatile("barrier.cluster.arrive.aligned;\n\tbarrier.cluster.wait.aligned;" ::: "memory");
}

// smem[at] = v in the block of the given rank.
DEVICE void store_remote(int at, int rank, float v)
{
    unsigned local = (unsigned)(unsigned long long)(__attribute__((address_space(3))) float *)(smem + at);
    unsigned remote;
    asm("mapa.shared::cluster.u32 %0, %1, %2;" : "=r"(remote) : "r"(local), "r"(rank));
    asm volatile("st.shared::cluster.f32 [%0], %1;" ::"r"(remote), "f"(v) : "memory");
}
#else
DEVICE int cluster_rank() { return 0; }
DEVICE int cluster_size() { return 1; }
DEVICE void cluster_sync() { block_sync(); }
DEVICE void store_remote(int at, int, float v) { smem[at] = v; }
#endif
#endif

DEVICE float4 load4(const float *p) { return *(const float4 *)p; }
DEVICE void store4(float *p, float4 v) { *(float4 *)p = v; }
DEVICE float dot4(float4 a, float4 b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]; }
