// What one thread knows about its place and its episode.
#pragma once
#include "functions.h"
#include "plan.h"

struct Episode
{
    const Job &job;
    int thread, threads, lane, warp, warps, rank, ranks, cluster;
    float *scratch, *tape, *gradient;
    int number, length, parity;
    int activation;      // shared offset of the activations of this step
    float scale, norm2, kappa; // s of this step; ||g||^2; g.v / ||g||^2 where the bound is active, else 0
};

DEVICE const Op &op_at(const Job &job, int i) { return ((const Op *)(smem + job.sOps))[i]; }
DEVICE const Tensor &tensor_at(const Job &job, int i) { return ((const Tensor *)(smem + job.sTensors))[i]; }
DEVICE float rate_of(const Job &job, int tensor) { return smem[job.sRates + tensor]; }
DEVICE int target_at(const Job &job, int t) { return ((const byte *)(smem + job.sTargets))[t]; }

// A vector or table (not a matrix): the whole of it.
DEVICE float *values_of(const Episode &e, const Tensor &t) { return t.sharedRows ? smem + t.shared : e.scratch + t.global; }
DEVICE float *adjoint_of(const Episode &e, const Tensor &t) { return t.adjointSharedRows ? smem + t.adjointShared : e.scratch + t.adjointGlobal; }

// row[i] column[j] factor[i, j] of the rate of an element; exp(lambda) is rate_of.
DEVICE float row_factor(const Job &job, const Tensor &t, int i) { return t.rowFactors >= 0 ? job.meta[t.rowFactors + i] : 1.0f; }
DEVICE float column_factor(const Job &job, const Tensor &t, int j) { return t.columnFactors >= 0 ? job.meta[t.columnFactors + j] : 1.0f; }
DEVICE float element_factor(const Job &job, const Tensor &t, int i, int j)
{
    float f = row_factor(job, t, i) * column_factor(job, t, j);
    return t.factors >= 0 ? f * job.meta[t.factors + i * t.columns + j] : f;
}

// Factors stand at multiples of 16 in the meta vector, followed by zeros.
DEVICE float4 column_factors4(const Job &job, const Tensor &t, int j)
{
    return t.columnFactors >= 0 ? load4(job.meta + t.columnFactors + j) : float4{1.0f, 1.0f, 1.0f, 1.0f};
}

DEVICE float4 row_factors4(const Job &job, const Tensor &t, int i)
{
    return t.rowFactors >= 0 ? load4(job.meta + t.rowFactors + i) : float4{1.0f, 1.0f, 1.0f, 1.0f};
}

DEVICE float4 factors4(const Job &job, const Tensor &t, int i, int j)
{
    float4 f = {0.0f, 0.0f, 0.0f, 0.0f};
    UNROLL for (int k = 0; k < 4; k++)
    {
        if (i < t.rows && j + k < t.columns)
        {
            f[k] = job.meta[t.factors + i * t.columns + j + k];
        }
    }

    return f;
}

// First row of this block's slice, and how many groups of four rows it has.
DEVICE int first_row(const Episode &e, const Tensor &t) { return t.split ? e.rank * t.slice : 0; }
DEVICE int groups_of(const Episode &e, const Tensor &t)
{
    int rows = t.rows - first_row(e, t);
    rows = rows < t.slice ? rows : t.slice;
    return rows <= 0 ? 0 : (rows + 3) >> 2;
}
