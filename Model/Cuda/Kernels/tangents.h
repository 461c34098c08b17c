// The tangents of forward and backward in the direction w = s (alpha A - kappa g) of all parameters at once:
// R{activations} stand in the second activation vector, R{adjoints} in their own.
#pragma once
#include "layers.h"

DEVICE float sum_of_squares(const Episode &e, const float *v, int n)
{
    float sum = 0.0f;
    for (int i = e.lane; i < n; i += 32)
    {
        sum += v[i] * v[i];
    }

    return warp_sum(sum);
}

DEVICE void linear_forward_tangent(Episode &e, const Op &op, bool undo)
{
    const Job &job = e.job;
    const Tensor &w = tensor_at(job, op.weight);
    float rate = rate_of(job, op.weight);
    Rows p{undo && w.adapts, e.scale * rate, job.sAdjoint + op.output, e.activation + op.input, job.sActivation1 + op.input};
    Use bias{op.bias, 0, op.size, job.sAdjoint + op.output, -1};
    float bound = e.kappa != 0.0f && w.adapts ? e.kappa * sum_of_squares(e, smem + e.activation + op.input, op.inputSize) : 0.0f;
    matrix_rows(e, w, p, [&](int i, int row, float v) {
        float own = rate * row_factor(job, w, i) * smem[op.q + row] - bound * smem[p.delta + i];
        store_row(e, w, job.sActivation1 + op.output + i, v + e.scale * own + direction(e, bias, i));
    });
    matrix_sync(w);
}

DEVICE void forward_tangent(Episode &e, const Op &op, int t, bool undo)
{
    const Job &job = e.job;
    const float *x = smem + e.activation + op.input, *z = smem + e.activation + op.second, *y = smem + e.activation + op.output;
    const float *rx = smem + job.sActivation1 + op.input, *rz = smem + job.sActivation1 + op.second;
    float *ry = smem + job.sActivation1 + op.output;
    switch (op.kind)
    {
    case Embedding:
    case Parameter:
    {
        Use u{op.weight, op.kind == Embedding ? index_at(e, op, t) : 0, op.size, job.sAdjoint + op.output, -1};
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = direction(e, u, i);
        }

        break;
    }
    case Coordinate:
    case Context:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = 0.0f;
        }

        break;
    case Copy:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = rx[i];
        }

        break;
    case Linear:
        linear_forward_tangent(e, op, undo);
        break;
    case Tanh:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = (1.0f - y[i] * y[i]) * rx[i];
        }

        break;
    case Relu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = x[i] > 0.0f ? rx[i] : 0.0f;
        }

        break;
    case Silu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(x[i]);
            ry[i] = (s + x[i] * s * (1.0f - s)) * rx[i];
        }

        break;
    case Sin:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s, c;
            sin_cos(x[i], s, c);
            ry[i] = c * rx[i];
        }

        break;
    case Gate:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(z[i]);
            ry[i] = rx[i] * s + x[i] * s * (1.0f - s) * rz[i];
        }

        break;
    case LayerNorm:
    {
        const float *v = smem + e.activation + op.aux;
        float *rv = smem + job.sActivation1 + op.aux;
        float n = 1.0f / op.size, m1 = 0.0f, m2 = 0.0f, inverse = v[op.size];
        for (int i = e.lane; i < op.size; i += 32)
        {
            m1 += rx[i];
            m2 += rx[i] * v[i];
        }

        m1 = warp_sum(m1) * n;
        m2 = warp_sum(m2) * n;
        const float *gain = values_of(e, tensor_at(job, op.weight));
        Use wgain{op.weight, 0, op.size, job.sAdjoint + op.output, e.activation + op.aux}, wbias{op.bias, 0, op.size, job.sAdjoint + op.output, -1};
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float r = inverse * (rx[i] - m1 - v[i] * m2);
            rv[i] = r;
            ry[i] = gain[i] * r + direction(e, wgain, i) * v[i] + direction(e, wbias, i);
        }

        if (e.thread == 0)
        {
            rv[op.size] = -inverse * m2; // R{1 / deviation} over 1 / deviation
        }

        break;
    }
    case Add:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            ry[i] = rx[i] + rz[i];
        }

        break;
    case LstmCell:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            int n = op.size;
            float f = sigmoid(x[i]), g = sigmoid(x[n + i]), o = sigmoid(x[2 * n + i]), u = tanh_of(x[3 * n + i]), h = z[i];
            float rf = f * (1.0f - f) * rx[i], rg = g * (1.0f - g) * rx[n + i], ro = o * (1.0f - o) * rx[2 * n + i], ru = (1.0f - u * u) * rx[3 * n + i];
            ry[i] = ro * (g * u + f * h) + o * (rg * u + g * ru + rf * h + f * rz[i]);
        }

        break;
    }

    if (op.fence)
    {
        block_sync();
    }
}

DEVICE void linear_backward_tangent(Episode &e, const Op &op)
{
    const Job &job = e.job;
    const Tensor &w = tensor_at(job, op.weight);
    float rate = e.scale * rate_of(job, op.weight);
    float bound = e.kappa != 0.0f && w.adapts ? e.scale * e.kappa * sum_of_squares(e, smem + job.sAdjoint + op.output, op.size) : 0.0f;
    int x = e.activation + op.input;
    matrix_columns(e, w, job.sRadjoint + op.output, job.sRadjoint + op.input,
        [&](int j) { return rate * column_factor(job, w, j) * smem[op.m + j]; },
        [&](int j) { return -bound * smem[x + j]; });
}

DEVICE void layer_norm_backward_tangent(Episode &e, const Op &op, const float *dy, const float *rdy, float *rdx)
{
    const Job &job = e.job;
    const float *v = smem + e.activation + op.aux, *rv = smem + job.sActivation1 + op.aux, *gain = values_of(e, tensor_at(job, op.weight));
    float n = 1.0f / op.size, m1 = 0.0f, m2 = 0.0f, r1 = 0.0f, r2 = 0.0f, inverse = v[op.size], rinverse = rv[op.size];
    Use wgain{op.weight, 0, op.size, job.sAdjoint + op.output, e.activation + op.aux};
    for (int i = e.lane; i < op.size; i += 32)
    {
        float d = gain[i] * dy[i], rd = direction(e, wgain, i) * dy[i] + gain[i] * rdy[i];
        m1 += d;
        m2 += d * v[i];
        r1 += rd;
        r2 += rd * v[i] + d * rv[i];
    }

    m1 = warp_sum(m1) * n;
    m2 = warp_sum(m2) * n;
    r1 = warp_sum(r1) * n;
    r2 = warp_sum(r2) * n;
    for (int i = e.thread; i < op.size; i += e.threads)
    {
        float d = gain[i] * dy[i], rd = direction(e, wgain, i) * dy[i] + gain[i] * rdy[i];
        rdx[i] += inverse * (rinverse * (d - m1 - v[i] * m2) + rd - r1 - rv[i] * m2 - v[i] * r2);
    }
}

DEVICE void backward_tangent(Episode &e, const Op &op)
{
    const Job &job = e.job;
    const float *x = smem + e.activation + op.input, *z = smem + e.activation + op.second, *y = smem + e.activation + op.output;
    const float *rx = smem + job.sActivation1 + op.input, *rz = smem + job.sActivation1 + op.second, *ry = smem + job.sActivation1 + op.output;
    const float *dy = smem + job.sAdjoint + op.output, *rdy = smem + job.sRadjoint + op.output;
    float *rdx = smem + job.sRadjoint + op.input, *rdz = smem + job.sRadjoint + op.second;
    switch (op.kind)
    {
    case Linear:
        linear_backward_tangent(e, op);
        return;
    case Copy:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            rdx[i] += rdy[i];
        }

        break;
    case Tanh:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            rdx[i] += (1.0f - y[i] * y[i]) * rdy[i] - 2.0f * y[i] * ry[i] * dy[i];
        }

        break;
    case Relu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            rdx[i] += x[i] > 0.0f ? rdy[i] : 0.0f;
        }

        break;
    case Silu:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(x[i]), d = s * (1.0f - s);
            rdx[i] += rdy[i] * (s + x[i] * d) + dy[i] * d * (2.0f + x[i] * (1.0f - 2.0f * s)) * rx[i];
        }

        break;
    case Sin:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s, c;
            sin_cos(x[i], s, c);
            rdx[i] += rdy[i] * c - dy[i] * s * rx[i];
        }

        break;
    case Gate:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            float s = sigmoid(z[i]), d = s * (1.0f - s);
            rdx[i] += rdy[i] * s + dy[i] * d * rz[i];
            rdz[i] += d * (rdy[i] * x[i] + dy[i] * rx[i] + dy[i] * x[i] * (1.0f - 2.0f * s) * rz[i]);
        }

        break;
    case LayerNorm:
        layer_norm_backward_tangent(e, op, dy, rdy, rdx);
        break;
    case Add:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            rdx[i] += rdy[i];
            rdz[i] += rdy[i];
        }

        break;
    case LstmCell:
        for (int i = e.thread; i < op.size; i += e.threads)
        {
            int n = op.size;
            float f = sigmoid(x[i]), g = sigmoid(x[n + i]), o = sigmoid(x[2 * n + i]), u = tanh_of(x[3 * n + i]), h = z[i], rh = rz[i];
            float df = f * (1.0f - f), dg = g * (1.0f - g), d_o = o * (1.0f - o), du = 1.0f - u * u;
            float rf = df * rx[i], rg = dg * rx[n + i], ro = d_o * rx[2 * n + i], ru = du * rx[3 * n + i];
            float c = g * u + f * h, rc = rg * u + g * ru + rf * h + f * rh;
            float dc = dy[i] * o, rdc = rdy[i] * o + dy[i] * ro;
            rdx[i] += rdc * h * df + dc * (rh * df + h * (1.0f - 2.0f * f) * rf);
            rdx[n + i] += rdc * u * dg + dc * (ru * dg + u * (1.0f - 2.0f * g) * rg);
            rdx[2 * n + i] += rdy[i] * c * d_o + dy[i] * (rc * d_o + c * (1.0f - 2.0f * o) * ro);
            rdx[3 * n + i] += rdc * g * du + dc * (rg * du - 2.0f * g * u * ru);
            rdz[i] += rdc * f + dc * rf;
        }

        break;
    default:
        return;
    }

    block_sync();
}
