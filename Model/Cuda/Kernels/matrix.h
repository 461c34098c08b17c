// The three passes over a matrix. A warp takes four rows at a time, its lanes 128 columns at a time.
#pragma once
#include "episode.h"

struct Rows // y_i = sum_j W_ij input_j, after W_ij += scale delta_i row_i update_j column_j factor_ij
{
    bool update;
    float scale;
    int delta, updateInput, input; // shared offsets
};

template <bool InShared>
DEVICE float4 rows_group(const Episode &e, const Tensor &t, const Rows &p, int row, int i)
{
    float *w = (InShared ? smem + t.shared : e.scratch + t.global - t.sharedRows * t.stride) + row * t.stride;
    float4 sum = {0.0f, 0.0f, 0.0f, 0.0f}, c = sum;
    if (p.update)
    {
        c = p.scale * load4(smem + p.delta + i) * row_factors4(e.job, t, i);
    }

    for (int j = e.lane * 4; j < t.stride; j += 128)
    {
        float4 x = load4(smem + p.input + j), u = sum;
        if (p.update)
        {
            u = load4(smem + p.updateInput + j) * column_factors4(e.job, t, j);
        }

        float4 v[4];
        UNROLL for (int k = 0; k < 4; k++)
        {
            v[k] = load4(w + k * t.stride + j);
        }

        if (p.update && t.factors < 0)
        {
            UNROLL for (int k = 0; k < 4; k++)
            {
                v[k] += c[k] * u;
                store4(w + k * t.stride + j, v[k]);
            }
        }
        else if (p.update)
        {
            UNROLL for (int k = 0; k < 4; k++)
            {
                v[k] += c[k] * u * factors4(e.job, t, i + k, j);
                store4(w + k * t.stride + j, v[k]);
            }
        }

        UNROLL for (int k = 0; k < 4; k++)
        {
            sum[k] += dot4(v[k], x);
        }
    }

    return sum;
}

// Calls finish(i, row, y) in the eight lanes that hold row i (row: within the slice).
template <class Finish>
DEVICE void matrix_rows(const Episode &e, const Tensor &t, const Rows &p, Finish finish)
{
    int first = first_row(e, t), groups = groups_of(e, t);
    for (int g = e.warp; g < groups; g += e.warps)
    {
        int row = 4 * g, i = first + row;
        float4 sum = row < t.sharedRows ? rows_group<true>(e, t, p, row, i) : rows_group<false>(e, t, p, row, i);
        float y = warp_sum4(sum, e.lane);
        int mine = e.lane >> 3;
        if (i + mine < t.rows)
        {
            finish(i + mine, row + mine, y);
        }
    }
}

DEVICE float warps_total(const Episode &e, const Tensor &t, int groups, int j)
{
    int active = groups < e.warps ? groups : e.warps;
    float sum = 0.0f;
    for (int w = 0; w < active; w++)
    {
        sum += smem[e.job.sWarps + w * t.stride + j];
    }

    return sum;
}

// out_j += sum_i W_ij delta_i + local(j) over the whole cluster, + shared(j) once. Ends with a barrier.
template <class Local, class Common>
DEVICE void matrix_columns(Episode &e, const Tensor &t, int delta, int out, Local local, Common common)
{
    int first = first_row(e, t), groups = groups_of(e, t);
    for (int j = e.lane * 4; j < t.stride; j += 128)
    {
        float4 sum = {0.0f, 0.0f, 0.0f, 0.0f};
        for (int g = e.warp; g < groups; g += e.warps)
        {
            int row = 4 * g;
            float4 d = load4(smem + delta + first + row), v[4];
            if (row < t.sharedRows)
            {
                UNROLL for (int k = 0; k < 4; k++)
                {
                    v[k] = load4(smem + t.shared + (row + k) * t.stride + j);
                }
            }
            else
            {
                UNROLL for (int k = 0; k < 4; k++)
                {
                    v[k] = load4(e.scratch + t.global + (row - t.sharedRows + k) * t.stride + j);
                }
            }

            sum += v[0] * d[0] + v[1] * d[1] + v[2] * d[2] + v[3] * d[3];
        }

        store4(smem + e.job.sWarps + e.warp * t.stride + j, sum);
    }

    block_sync();
    if (t.split)
    {
        int exchange = e.job.sExchange + e.parity * e.job.exchangeLength;
        e.parity ^= 1;
        for (int j = e.thread; j < t.columns; j += e.threads)
        {
            float sum = warps_total(e, t, groups, j) + local(j);
            for (int r = 0; r < e.ranks; r++)
            {
                store_remote(exchange + e.rank * e.job.largestStride + j, r, sum);
            }
        }

        cluster_sync();
        for (int j = e.thread; j < t.columns; j += e.threads)
        {
            float sum = common(j);
            for (int r = 0; r < e.ranks; r++)
            {
                sum += smem[exchange + r * e.job.largestStride + j];
            }

            smem[out + j] += sum;
        }
    }
    else
    {
        for (int j = e.thread; j < t.columns; j += e.threads)
        {
            smem[out + j] += warps_total(e, t, groups, j) + local(j) + common(j);
        }
    }

    block_sync();
}

// The adjoint's only pass of a step: A += (delta - Rdelta) x^T - delta Rx^T with this step's vectors, then with the
// vectors of the coming (earlier) step, read from the tape, q = (A o rates) x' and m = (A o rates)^T delta'.
struct Adjoint
{
    int delta, rdelta, x, rx;             // shared offsets
    const float *nextX, *nextDelta;       // null at the first step
    float *rateGradient;                  // [rows, columns] of rates per parameter, or null
    float rateScale;                      // -s exp(lambda)
    float weight;                         // of g: see expectation
};

template <bool InShared>
DEVICE float4 adjoint_group(const Episode &e, const Tensor &t, const Adjoint &p, int row, int i, int j, float4 x, float4 rx, float4 nx, float4 &m)
{
    float *a = (InShared ? smem + t.adjointShared : e.scratch + t.adjointGlobal - t.adjointSharedRows * t.stride) + row * t.stride + j;
    float4 delta = load4(smem + p.delta + i), c = p.weight * delta - load4(smem + p.rdelta + i), q = {0.0f, 0.0f, 0.0f, 0.0f}, nd = q, v[4];
    if (p.nextDelta)
    {
        nd = load4(p.nextDelta + i) * row_factors4(e.job, t, i);
    }

    UNROLL for (int k = 0; k < 4; k++)
    {
        v[k] = load4(a + k * t.stride);
    }

    if (p.rateGradient)
    {
        UNROLL for (int k = 0; k < 4; k++)
        {
            UNROLL for (int l = 0; l < 4; l++)
            {
                if (i + k < t.rows && j + l < t.columns)
                {
                    add_global(p.rateGradient + (i + k) * t.columns + j + l, p.rateScale * delta[k] * x[l] * v[k][l]);
                }
            }
        }
    }

    UNROLL for (int k = 0; k < 4; k++)
    {
        v[k] += c[k] * x - delta[k] * rx;
        store4(a + k * t.stride, v[k]);
    }

    if (p.nextDelta)
    {
        UNROLL for (int k = 0; k < 4; k++)
        {
            float4 rated = t.factors < 0 ? v[k] : v[k] * factors4(e.job, t, i + k, j);
            q[k] = dot4(rated, nx);
            m += nd[k] * rated;
        }
    }

    return q;
}

DEVICE void matrix_adjoint(const Episode &e, const Op &op, const Tensor &t, const Adjoint &p)
{
    int first = first_row(e, t), groups = groups_of(e, t);
    for (int base = 0; base < t.stride; base += 128)
    {
        int j = base + e.lane * 4;
        bool inside = j < t.stride;
        float4 zero = {0.0f, 0.0f, 0.0f, 0.0f}, x = zero, rx = zero, nx = zero, m = zero;
        if (inside)
        {
            x = load4(smem + p.x + j);
            rx = load4(smem + p.rx + j);
            nx = p.nextX ? load4(p.nextX + j) * column_factors4(e.job, t, j) : zero;
        }

        for (int g = e.warp; g < groups; g += e.warps)
        {
            int row = 4 * g, i = first + row;
            float4 q = zero;
            if (inside)
            {
                q = row < t.adjointSharedRows ? adjoint_group<true>(e, t, p, row, i, j, x, rx, nx, m)
                                              : adjoint_group<false>(e, t, p, row, i, j, x, rx, nx, m);
            }

            float sum = warp_sum4(q, e.lane);
            if ((e.lane & 7) == 0)
            {
                float *to = smem + op.q + row + (e.lane >> 3);
                *to = base == 0 ? sum : *to + sum;
            }
        }

        if (inside)
        {
            store4(smem + e.job.sWarps + e.warp * t.stride + j, m);
        }
    }

    block_sync();
    for (int j = e.thread; j < t.columns; j += e.threads)
    {
        smem[op.m + j] = warps_total(e, t, groups, j);
    }

    block_sync();
}
