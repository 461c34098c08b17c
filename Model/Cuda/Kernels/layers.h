// Every operation four times: forward, backward, and the tangents (R-operator, Pearlmutter 1994) of both.
// Elementwise work is done alike in every block of a cluster; only split matrices are shared out.
#pragma once
#include "matrix.h"
#include "vectors.h"

DEVICE void store_row(const Episode &e, const Tensor &t, int at, float v)
{
    if (t.split)
    {
        for (int r = e.lane & 7; r < e.ranks; r += 8)
        {
            store_remote(at, r, v);
        }
    }
    else if ((e.lane & 7) == 0)
    {
        smem[at] = v;
    }
}

DEVICE void matrix_sync(const Tensor &t)
{
    if (t.split)
    {
        cluster_sync();
    }
    else
    {
        block_sync();
    }
}

// Every warp computes the statistics for itself: no barrier.
DEVICE void layer_norm_forward(const Episode &e, const Op &op)
{
    const float *x = smem + e.activation + op.input;
    float *y = smem + e.activation + op.output, *normalised = smem + e.activation + op.aux;
    float sum = 0.0f, squares = 0.0f, n = 1.0f / op.size;
    for (int i = e.lane; i < op.size; i += 32)
    {
        sum += x[i];
    }

    float mean = warp_sum(sum) * n;
    for (int i = e.lane; i < op.size; i += 32)
    {
        squares += (x[i] - mean) * (x[i] - mean);
    }

    float inverse = 1.0f / square_root(warp_sum(squares) * n + 1e-5f);
    const float *gain = values_of(e, tensor_at(e.job, op.weight)), *bias = values_of(e, tensor_at(e.job, op.bias));
    for (int i = e.thread; i < op.size; i += e.threads)
    {
        float v = (x[i] - mean) * inverse;
        normalised[i] = v;
        y[i] = v * gain[i] + bias[i];
    }

    if (e.thread == 0)
    {
        normalised[op.size] = inverse;
    }
}

DEVICE void forward(Episode &e, const Op &op, int t, int previous)
{
    const Job &job = e.job;
    const float *x = smem + e.activation + op.input, *z = smem + e.activation + op.second;
    float *y = smem + e.activation + op.output;
    switch (op.kind)
    {
    case Embedding:
    {
        const Tensor &table = tensor_at(job, op.weight);
        const float *row = values_of(e, table) + index_at(e, op, t) * table.columns;
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = row[i];
        }

        break;
    }
    case Coordinate:
        if (e.thread == 0)
        {
            y[0] = index_at(e, op, t) / (op.inputSize * 0.5f) - 1.0f;
        }

        break;
    case Context:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            int source = job.contextSource[t * job.contextCount + i];
            y[i] = source < 0 ? 0.0f : target_at(job, source) ? 1.0f : -1.0f;
        }

        break;
    case Parameter:
    {
        const float *v = values_of(e, tensor_at(job, op.weight));
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = v[i];
        }

        break;
    }
    case Copy:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = x[i];
        }

        break;
    case Linear:
    {
        // The update of the step before is applied here, on the way: one pass less over the matrix.
        const Tensor &w = tensor_at(job, op.weight);
        const float *bias = values_of(e, tensor_at(job, op.bias));
        Rows p{t > 0 && w.adapts, -e.scale * rate_of(job, op.weight), job.sAdjoint + op.output, previous + op.input, e.activation + op.input};
        int out = e.activation + op.output;
        matrix_rows(e, w, p, [&](int i, int, float v) { store_row(e, w, out + i, v + bias[i]); });
        matrix_sync(w);
        break;
    }
    case Tanh:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = tanh_of(x[i]);
        }

        break;
    case Relu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = x[i] < 0.0f ? 0.0f : x[i]; // what is not a number stays so, and its episode is lost
        }

        break;
    case Silu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = x[i] * sigmoid(x[i]);
        }

        break;
    case Sin:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float c;
            sin_cos(x[i], y[i], c);
        }

        break;
    case Gate:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = x[i] * sigmoid(z[i]);
        }

        break;
    case LayerNorm:
        layer_norm_forward(e, op);
        break;
    case Add:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            y[i] = x[i] + z[i];
        }

        break;
    case LstmCell:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            int n = op.size;
            y[i] = sigmoid(x[2 * n + i]) * (sigmoid(x[n + i]) * tanh_of(x[3 * n + i]) + sigmoid(x[i]) * z[i]);
        }

        break;
    }

    if (op.fence)
    {
        block_sync();
    }
}

DEVICE void backward(Episode &e, const Op &op)
{
    const Job &job = e.job;
    const float *x = smem + e.activation + op.input, *z = smem + e.activation + op.second, *y = smem + e.activation + op.output;
    float *dx = smem + job.sAdjoint + op.input, *dz = smem + job.sAdjoint + op.second;
    const float *dy = smem + job.sAdjoint + op.output;
    switch (op.kind)
    {
    case Linear:
        matrix_columns(e, tensor_at(job, op.weight), job.sAdjoint + op.output, job.sAdjoint + op.input,
            [](int) { return 0.0f; }, [](int) { return 0.0f; });
        return;
    case Copy:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            dx[i] += dy[i];
        }

        break;
    case Tanh:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            dx[i] += dy[i] * (1.0f - y[i] * y[i]);
        }

        break;
    case Relu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            dx[i] += x[i] > 0.0f ? dy[i] : 0.0f;
        }

        break;
    case Silu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(x[i]);
            dx[i] += dy[i] * (s + x[i] * s * (1.0f - s));
        }

        break;
    case Sin:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s, c;
            sin_cos(x[i], s, c);
            dx[i] += dy[i] * c;
        }

        break;
    case Gate:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(z[i]);
            dx[i] += dy[i] * s;
            dz[i] += dy[i] * x[i] * s * (1.0f - s);
        }

        break;
    case LayerNorm:
    {
        const float *v = smem + e.activation + op.aux, *gain = values_of(e, tensor_at(job, op.weight));
        float n = 1.0f / op.size, m1 = 0.0f, m2 = 0.0f, inverse = v[op.size];
        for (int i = e.lane; i < op.size; i += 32)
        {
            float d = gain[i] * dy[i];
            m1 += d;
            m2 += d * v[i];
        }

        m1 = warp_sum(m1) * n;
        m2 = warp_sum(m2) * n;
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            dx[i] += inverse * (gain[i] * dy[i] - m1 - v[i] * m2);
        }

        break;
    }
    case Add:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            dx[i] += dy[i];
            dz[i] += dy[i];
        }

        break;
    case LstmCell:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            int n = op.size;
            float f = sigmoid(x[i]), g = sigmoid(x[n + i]), o = sigmoid(x[2 * n + i]), u = tanh_of(x[3 * n + i]), h = z[i];
            float dc = dy[i] * o;
            dx[i] += dc * h * f * (1.0f - f);
            dx[n + i] += dc * u * g * (1.0f - g);
            dx[2 * n + i] += dy[i] * (g * u + f * h) * o * (1.0f - o);
            dx[3 * n + i] += dc * g * (1.0f - u * u);
            dz[i] += dc * f;
        }

        break;
    default:
        return;
    }

    block_sync();
}
