// Parameters that stand outside matrices: embeddings' rows, biases, gains, hidden vectors. Each block keeps its own copy.
#pragma once
#include "episode.h"

DEVICE int index_at(const Episode &e, const Op &op, int t)
{
    const Job &job = e.job;
    if (op.argument < job.indexCount)
    {
        return job.indices[t * job.indexCount + op.argument];
    }

    int source = job.contextSource[t * job.contextCount + op.argument - job.indexCount];
    return source < 0 ? 0 : target_at(job, source);
}

// One use of a vector parameter by an operation: elements [row, 0..size) of the tensor, and their gradient g.
struct Use
{
    int tensor, row, size, delta, normalised; // shared offsets; normalised < 0: g = delta, else delta * normalised
};

// Calls visit(use) for every use of the operation.
template <class Visit>
DEVICE void vector_uses(const Episode &e, const Op &op, int t, Visit visit)
{
    const Job &job = e.job;
    int delta = job.sAdjoint + op.output;
    switch (op.kind)
    {
    case Embedding:
        visit(Use{op.weight, index_at(e, op, t), op.size, delta, -1});
        break;
    case Parameter:
        visit(Use{op.weight, 0, op.size, delta, -1});
        break;
    case Linear:
        visit(Use{op.bias, 0, op.size, delta, -1});
        break;
    case LayerNorm:
        visit(Use{op.weight, 0, op.size, delta, e.activation + op.aux});
        visit(Use{op.bias, 0, op.size, delta, -1});
        break;
    default:
        break;
    }
}

DEVICE float gradient_at(const Use &u, int i)
{
    float g = smem[u.delta + i];
    return u.normalised < 0 ? g : g * smem[u.normalised + i];
}

// theta += sign s alpha g.
DEVICE void update_vectors(const Episode &e, int t, float sign)
{
    for (int o = 0; o < e.job.opCount; o++)
    {
        vector_uses(e, op_at(e.job, o), t, [&](const Use &u) {
            const Tensor &tensor = tensor_at(e.job, u.tensor);
            if (tensor.adapts)
            {
                float *v = values_of(e, tensor) + u.row * tensor.columns;
                float rate = sign * e.scale * rate_of(e.job, u.tensor);
                for (int i = e.thread; i < u.size; i += e.threads)
                {
                    v[i] += rate * element_factor(e.job, tensor, u.row, i) * gradient_at(u, i);
                }
            }
        });
    }
}

// The direction w = s (alpha A - kappa g) of the Hessian product, for one element of a vector.
DEVICE float direction(const Episode &e, const Use &u, int i)
{
    const Tensor &tensor = tensor_at(e.job, u.tensor);
    if (!tensor.adapts)
    {
        return 0.0f;
    }

    float v = rate_of(e.job, u.tensor) * element_factor(e.job, tensor, u.row, i) * adjoint_of(e, tensor)[u.row * tensor.columns + i];
    return e.scale * (v - e.kappa * gradient_at(u, i));
}

// A += weight g - R g, and the rates' gradient by the adjoint as it was.
DEVICE void adjoint_vectors(const Episode &e, int t, float weight)
{
    int rtangent = e.job.sActivation1 - e.job.sActivation0, radjoint = e.job.sRadjoint - e.job.sAdjoint;
    for (int o = 0; o < e.job.opCount; o++)
    {
        vector_uses(e, op_at(e.job, o), t, [&](const Use &u) {
            const Tensor &tensor = tensor_at(e.job, u.tensor);
            float *a = adjoint_of(e, tensor) + u.row * tensor.columns;
            float *rates = tensor.logRate >= 0 && e.rank == 0 ? e.scratch + tensor.rates + u.row * tensor.columns : nullptr;
            float rate = -e.scale * rate_of(e.job, u.tensor);
            for (int i = e.thread; i < u.size; i += e.threads)
            {
                float g = gradient_at(u, i), rdelta = smem[u.delta + radjoint + i], old = a[i];
                float rg = u.normalised < 0 ? rdelta : rdelta * smem[u.normalised + i] + smem[u.delta + i] * smem[u.normalised + rtangent + i];
                a[i] = old + weight * g - rg;
                if (rates)
                {
                    rates[i] += rate * g * old;
                }
            }
        });
    }
}
