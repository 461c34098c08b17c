// One cluster of blocks per episode (a cluster of one where there are none): the whole inner loop and the whole
// reverse sweep in one launch. The weights stay in shared memory as far as they fit.
#include "sweep.h"

// The elements of a tensor that this block holds: visit(row, column, value, adjoint).
template <class Visit>
DEVICE void each_element(const Episode &e, const Tensor &t, Visit visit)
{
    int first = t.matrix ? first_row(e, t) : 0;
    int rows = t.matrix && t.rows - first > t.slice ? t.slice : t.rows - first;
    for (int k = e.thread; k < rows * t.columns; k += e.threads)
    {
        int i = k / t.columns, j = k - i * t.columns, at = i * t.stride + j;
        float *value = i < t.sharedRows ? smem + t.shared + at : e.scratch + t.global + at - t.sharedRows * t.stride;
        float *adjoint = i < t.adjointSharedRows ? smem + t.adjointShared + at : e.scratch + t.adjointGlobal + at - t.adjointSharedRows * t.stride;
        visit(first + i, j, value, adjoint);
    }
}

DEVICE bool owns(const Episode &e, const Tensor &t) { return e.rank == 0 || t.split; }

// Everything to zero, then theta from the meta vector.
DEVICE void start_episode(Episode &e)
{
    const Job &job = e.job;
    for (int i = job.sRates + e.thread; i < job.sEnd; i += e.threads)
    {
        smem[i] = 0.0f;
    }

    for (long long i = e.thread; i < job.scratchLength; i += e.threads)
    {
        e.scratch[i] = 0.0f;
    }

    for (int i = e.thread + e.rank * e.threads; e.gradient && i < job.metaLength; i += e.threads * e.ranks)
    {
        e.gradient[i] = 0.0f;
    }

    block_sync();
    for (int k = e.thread; k < job.tensorCount; k += e.threads)
    {
        const Tensor &t = tensor_at(job, k);
        smem[job.sRates + k] = !t.adapts ? 0.0f : t.logRate >= 0 ? exp_of(job.meta[t.logRate]) : job.initialRate;
    }

    for (int i = e.thread; i < job.steps; i += e.threads)
    {
        ((byte *)(smem + job.sTargets))[i] = job.targets[(long long)e.number * job.steps + i];
    }

    for (int k = 0; k < job.tensorCount; k++)
    {
        const Tensor &t = tensor_at(job, k);
        each_element(e, t, [&](int i, int j, float *value, float *) { *value = job.meta[t.meta + i * t.columns + j]; });
    }

    cluster_sync();
}

// Adds the adjoint to the gradient and, to go on, clears it.
DEVICE void flush_adjoint(const Episode &e)
{
    const Job &job = e.job;
    for (int k = 0; k < job.tensorCount; k++)
    {
        const Tensor &t = tensor_at(job, k);
        if (owns(e, t))
        {
            each_element(e, t, [&](int i, int j, float *, float *a) { e.gradient[t.meta + i * t.columns + j] += *a; });
        }

        each_element(e, t, [&](int, int, float *, float *a) { *a = 0.0f; });
    }

    for (int i = job.sQ + e.thread; i < job.sQEnd; i += e.threads)
    {
        smem[i] = 0.0f;
    }

    block_sync();
}

// theta_0 - theta_T; the last update of the matrices is still to come.
DEVICE void write_difference(const Episode &e)
{
    const Job &job = e.job;
    for (int o = 0; o < job.opCount; o++)
    {
        const Op &op = op_at(job, o);
        if (op.kind == Linear && owns(e, tensor_at(job, op.weight)))
        {
            const Tensor &t = tensor_at(job, op.weight);
            float rate = -e.scale * rate_of(job, op.weight);
            each_element(e, t, [&](int i, int j, float *value, float *) {
                float last = rate * smem[job.sAdjoint + op.output + i] * element_factor(job, t, i, j) * smem[e.activation + op.input + j];
                int at = t.meta + i * t.columns + j;
                e.gradient[at] = t.adapts ? job.meta[at] - (*value + last) : 0.0f;
            });
        }
    }

    for (int k = 0; k < job.tensorCount; k++)
    {
        const Tensor &t = tensor_at(job, k);
        if (!t.matrix && e.rank == 0)
        {
            each_element(e, t, [&](int i, int j, float *value, float *) {
                int at = t.meta + i * t.columns + j;
                e.gradient[at] = t.adapts ? job.meta[at] - *value : 0.0f;
            });
        }
    }
}

// The gradient of the learned rates, by block 0 of the cluster. Sums in the order of rows, columns and blocks.
DEVICE void write_rates(const Episode &e)
{
    const Job &job = e.job;
    cluster_sync();
    for (int k = e.warp; k < job.tensorCount && e.rank == 0; k += e.warps)
    {
        const Tensor &t = tensor_at(job, k);
        if (t.logRate < 0)
        {
            continue;
        }

        float total = 0.0f;
        if (t.matrix)
        {
            for (int i = e.lane; i < t.rows; i += 32)
            {
                int r = t.split ? i / t.slice : 0;
                float sum = e.scratch[r * job.scratchLength + t.rates + i - r * t.slice];
                total += sum * row_factor(job, t, i);
                if (t.rowFactors >= 0)
                {
                    e.gradient[t.rowFactors + i] = sum;
                }
            }

            for (int j = e.lane; t.columnFactors >= 0 && j < t.columns; j += 32)
            {
                float sum = 0.0f;
                for (int r = 0; r < (t.split ? e.ranks : 1); r++)
                {
                    sum += e.scratch[r * job.scratchLength + t.rates + t.slice + j];
                }

                e.gradient[t.columnFactors + j] = sum;
            }
        }
        else
        {
            const float *sums = e.scratch + t.rates;
            for (int c = e.lane; c < t.rows * t.columns; c += 32)
            {
                int i = c / t.columns;
                total += sums[c] * element_factor(job, t, i, c - i * t.columns);
                if (t.factors >= 0)
                {
                    e.gradient[t.factors + c] = sums[c];
                }
            }

            for (int i = e.lane; t.rowFactors >= 0 && i < t.rows; i += 32)
            {
                float sum = 0.0f;
                for (int j = 0; j < t.columns; j++)
                {
                    sum += sums[i * t.columns + j] * column_factor(job, t, j);
                }

                e.gradient[t.rowFactors + i] = sum;
            }

            for (int j = e.lane; t.columnFactors >= 0 && j < t.columns; j += 32)
            {
                float sum = 0.0f;
                for (int i = 0; i < t.rows; i++)
                {
                    sum += sums[i * t.columns + j] * row_factor(job, t, i);
                }

                e.gradient[t.columnFactors + j] = sum;
            }
        }

        total = warp_sum(total);
        if (e.lane == 0)
        {
            e.gradient[t.logRate] = total;
        }
    }
}

DEVICE void run_episode(Episode &e)
{
    const Job &job = e.job;
    e.length = job.lengths[e.number];
    e.gradient = job.gradients ? job.gradients + (long long)e.number * job.metaLength : nullptr;
    start_episode(e);
    double nll = 0.0;
    e.scale = 0.0f;
    for (int t = 0; t < e.length; t++)
    {
        forward_step(e, t, nll);
    }

    if (e.thread == 0 && e.rank == 0)
    {
        job.nll[e.number] = nll;
    }

    if (job.mode == Reptile)
    {
        write_difference(e);
    }
    else if (job.mode >= Fomaml)
    {
        for (int i = e.thread; i < job.fullLength; i += e.threads)
        {
            smem[job.sActivation1 + i] = 0.0f;
        }

        for (int i = e.thread; i < job.activationLength; i += e.threads)
        {
            smem[job.sRadjoint + i] = 0.0f;
        }

        cluster_sync();
        for (int t = e.length - 1; t >= 0; t--)
        {
            reverse_step(e, t);
            if (t == 0 || (job.truncation > 0 && t % job.truncation == 0))
            {
                flush_adjoint(e);
            }
        }

        if (job.mode == Maml)
        {
            write_rates(e);
        }
    }

    cluster_sync();
}

KERNEL THREADS(512) void run_episodes(const Job job)
{
    Episode e{job};
    e.thread = thread_index();
    e.threads = thread_count();
    e.lane = e.thread & 31;
    e.warp = e.thread >> 5;
    e.warps = e.threads >> 5;
    e.rank = cluster_rank();
    e.ranks = cluster_size();
    e.cluster = block_index() / e.ranks;
    e.scratch = job.scratch + block_index() * job.scratchLength;
    e.tape = job.mode >= Fomaml ? job.tape + (long long)e.cluster * job.steps * job.tapeLength : nullptr;
    e.parity = 0;
    for (int i = e.thread; i < job.opCount * (int)(sizeof(Op) / 4); i += e.threads)
    {
        ((int *)(smem + job.sOps))[i] = ((const int *)job.ops)[i];
    }

    for (int i = e.thread; i < job.tensorCount * (int)(sizeof(Tensor) / 4); i += e.threads)
    {
        ((int *)(smem + job.sTensors))[i] = ((const int *)job.tensors)[i];
    }

    for (e.number = e.cluster; e.number < job.episodes; e.number += block_count() / e.ranks)
    {
        run_episode(e);
    }
}

// The norm of each episode's meta-gradient: a block an episode, sums in double in a fixed order. NaN if not finite.
KERNEL THREADS(256) void measure_gradients(const float *gradients, double *norms, int length)
{
    const float *g = gradients + (long long)block_index() * length;
    double *sums = (double *)smem;
    double sum = 0.0;
    for (int i = thread_index(); i < length; i += thread_count())
    {
        sum += (double)g[i] * g[i];
    }

    sums[thread_index()] = sum;
    block_sync();
    if (thread_index() == 0)
    {
        for (int i = 1; i < thread_count(); i++)
        {
            sum += sums[i];
        }

        norms[block_index()] = sum; // squared; infinity or NaN says that an element was not finite
    }
}

// sum_i += scale_b g_bi over the episodes in their order; scale 0 leaves an episode out.
KERNEL THREADS(256) void add_gradients(const float *gradients, const float *scales, float *sum, int episodes, int length)
{
    for (int i = block_index() * thread_count() + thread_index(); i < length; i += thread_count() * block_count())
    {
        float total = sum[i];
        for (int b = 0; b < episodes; b++)
        {
            if (scales[b] != 0.0f)
            {
                total += scales[b] * gradients[(long long)b * length + i];
            }
        }

        sum[i] = total;
    }
}
