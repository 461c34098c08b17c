// The inner loop forwards, and exact MAML backwards through it.
#pragma once
#include "head.h"
#include "tangents.h"

// ||g||^2 over all adapting parameters, and with a bound the scale s = min(1, bound / ||g||); 0 where the loss is below the threshold.
DEVICE void measure_step(Episode &e, int t, float loss)
{
    const Job &job = e.job;
    e.scale = job.lossThreshold > 0.0f && loss < job.lossThreshold ? 0.0f : 1.0f; // a loss may round to less than 0
    e.norm2 = 0.0f;
    if (job.gradientBound == 0.0f || e.scale == 0.0f)
    {
        return;
    }

    for (int o = e.warp; o < job.opCount; o += e.warps)
    {
        const Op &op = op_at(job, o);
        float sum = 0.0f;
        if (op.kind == Linear && tensor_at(job, op.weight).adapts)
        {
            sum = sum_of_squares(e, smem + e.activation + op.input, op.inputSize) * sum_of_squares(e, smem + job.sAdjoint + op.output, op.size);
        }

        vector_uses(e, op, t, [&](const Use &u) {
            float part = 0.0f;
            for (int i = e.lane; i < u.size; i += 32)
            {
                part += gradient_at(u, i) * gradient_at(u, i);
            }

            part = warp_sum(part);
            sum += tensor_at(job, u.tensor).adapts ? part : 0.0f;
        });
        if (e.lane == 0)
        {
            smem[job.sSmall + o] = sum;
        }
    }

    block_sync();
    for (int o = 0; o < job.opCount; o++)
    {
        e.norm2 += smem[job.sSmall + o];
    }

    float norm = square_root(e.norm2);
    e.scale = norm > job.gradientBound ? job.gradientBound / norm : 1.0f;
}

// kappa = g.(alpha A) / ||g||^2 where the bound was active. Each matrix is measured by the blocks that hold its rows.
DEVICE void measure_direction(Episode &e, int t)
{
    const Job &job = e.job;
    e.kappa = 0.0f;
    if (!(e.scale < 1.0f) || e.scale == 0.0f)
    {
        return;
    }

    for (int o = e.warp; o < job.opCount; o += e.warps)
    {
        const Op &op = op_at(job, o);
        float sum = 0.0f;
        if (op.kind == Linear)
        {
            const Tensor &w = tensor_at(job, op.weight);
            int first = first_row(e, w), end = first + w.slice < w.rows ? first + w.slice : w.rows;
            float part = 0.0f;
            for (int i = first + e.lane; i < end; i += 32)
            {
                part += row_factor(job, w, i) * smem[job.sAdjoint + op.output + i] * smem[op.q + i - first];
            }

            part = warp_sum(part);
            sum = w.split || e.rank == 0 ? rate_of(job, op.weight) * part : 0.0f;
        }

        vector_uses(e, op, t, [&](const Use &u) {
            const Tensor &tensor = tensor_at(job, u.tensor);
            const float *a = adjoint_of(e, tensor) + u.row * tensor.columns;
            float part = 0.0f;
            for (int i = e.lane; i < u.size; i += 32)
            {
                part += element_factor(job, tensor, u.row, i) * gradient_at(u, i) * a[i];
            }

            part = warp_sum(part);
            sum += e.rank == 0 ? rate_of(job, u.tensor) * part : 0.0f;
        });
        if (e.lane == 0)
        {
            smem[job.sSmall + o] = sum;
        }
    }

    block_sync();
    int exchange = job.sSmall + job.opCount;
    if (e.thread < e.ranks)
    {
        float sum = 0.0f;
        for (int o = 0; o < job.opCount; o++)
        {
            sum += smem[job.sSmall + o];
        }

        store_remote(exchange + e.rank, e.thread, sum);
    }

    cluster_sync();
    float dot = 0.0f;
    for (int r = 0; r < e.ranks; r++)
    {
        dot += smem[exchange + r];
    }

    e.kappa = dot / e.norm2;
}

DEVICE void forward_step(Episode &e, int t, double &nll)
{
    const Job &job = e.job;
    e.activation = t & 1 ? job.sActivation1 : job.sActivation0;
    int previous = t & 1 ? job.sActivation0 : job.sActivation1;
    for (int o = 0; o < job.opCount; o++)
    {
        forward(e, op_at(job, o), t, previous);
    }

    long long at = (long long)e.number * job.steps + t;
    int target;
    if (job.mode == Sample && job.uniforms[at] >= 0.0f)
    {
        target = draw(e, job.uniforms[at]);
        if (e.thread == 0)
        {
            ((byte *)(smem + job.sTargets))[t] = (byte)target;
        }
    }
    else
    {
        target = target_at(job, t);
    }

    if (job.mode == Sample && job.stopAtNul && target == 0)
    {
        e.length = t + 1; // alike in every thread, for all have drawn the same
    }

    float value = loss(e, target);
    nll += value;
    if (e.thread == 0 && e.rank == 0)
    {
        if (job.stepNll)
        {
            job.stepNll[at] = value;
        }

        if (job.mode == Sample)
        {
            job.samples[at] = (byte)target;
        }
    }

    for (int o = job.opCount - 1; o >= 0; o--)
    {
        backward(e, op_at(job, o));
    }

    measure_step(e, t, value);
    if (e.tape)
    {
        float *tape = e.tape + t * job.tapeLength;
        int all = job.fullLength + job.activationLength;
        for (int i = e.thread + e.rank * e.threads; i < all; i += e.threads * e.ranks)
        {
            tape[i] = smem[i < job.fullLength ? e.activation + i : job.sAdjoint + i - job.fullLength];
        }

        if (e.thread == 0 && e.rank == 0)
        {
            tape[all] = e.scale;
            tape[all + 1] = e.norm2;
        }
    }

    if (job.mode < Fomaml || t < e.length - 1)
    {
        update_vectors(e, t, -1.0f);
    }

    block_sync();
}

// The rates' gradient of matrices: rows s exp(lambda) delta_i q_i, columns s exp(lambda) x_j m_j, negative.
DEVICE void rates_of_matrices(const Episode &e)
{
    const Job &job = e.job;
    for (int o = 0; o < job.opCount; o++)
    {
        const Op &op = op_at(job, o);
        if (op.kind == Linear && tensor_at(job, op.weight).logRate >= 0)
        {
            const Tensor &w = tensor_at(job, op.weight);
            float rate = -e.scale * rate_of(job, op.weight), *sums = e.scratch + w.rates;
            int first = first_row(e, w), count = w.rows - first < w.slice ? w.rows - first : w.slice;
            for (int i = e.thread; i < count; i += e.threads)
            {
                add_global(sums + i, rate * smem[job.sAdjoint + op.output + first + i] * smem[op.q + i]);
            }

            for (int j = e.thread; w.columnFactors >= 0 && j < w.columns; j += e.threads)
            {
                add_global(sums + w.slice + j, rate * smem[e.activation + op.input + j] * smem[op.m + j]);
            }
        }
    }
}

DEVICE void reverse_step(Episode &e, int t)
{
    const Job &job = e.job;
    const float *tape = e.tape + t * job.tapeLength;
    int all = job.fullLength + job.activationLength;
    bool second = job.mode == Maml, undo = t < e.length - 1;
    for (int i = e.thread; i < all; i += e.threads)
    {
        smem[i < job.fullLength ? job.sActivation0 + i : job.sAdjoint + i - job.fullLength] = tape[i];
    }

    e.activation = job.sActivation0;
    e.scale = tape[all];
    e.norm2 = tape[all + 1];
    e.kappa = 0.0f;
    block_sync();
    if (second)
    {
        if (undo)
        {
            update_vectors(e, t, 1.0f);
        }

        measure_direction(e, t);
        rates_of_matrices(e);
        block_sync();
        for (int o = 0; o < job.opCount; o++)
        {
            forward_tangent(e, op_at(job, o), t, undo);
        }

        loss_tangent(e, target_at(job, t));
        for (int o = job.opCount - 1; o >= 0; o--)
        {
            backward_tangent(e, op_at(job, o));
        }
    }

    float weight = expectation(e, t);
    adjoint_vectors(e, t, weight);
    const float *next = second && t > 0 ? tape - job.tapeLength : nullptr;
    for (int o = 0; o < job.opCount; o++)
    {
        const Op &op = op_at(job, o);
        if (op.kind == Linear)
        {
            const Tensor &w = tensor_at(job, op.weight);
            float *rates = second && w.logRate >= 0 && w.factors >= 0 && (w.split || e.rank == 0) ? e.gradient + w.factors : nullptr;
            Adjoint p{job.sAdjoint + op.output, job.sRadjoint + op.output, e.activation + op.input, job.sActivation1 + op.input,
                next ? next + op.input : nullptr, next ? next + job.fullLength + op.output : nullptr, rates, -e.scale * rate_of(job, op.weight), weight};
            matrix_adjoint(e, op, w, p);
        }
    }

    cluster_sync();
}
