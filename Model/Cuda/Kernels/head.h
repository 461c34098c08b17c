// The loss. Every warp computes it for itself, so all threads of a cluster agree on it to the bit.
#pragma once
#include "episode.h"

// z = b tanh(raw / b), or raw; slope = dz / draw; bend = d slope / draw.
struct Bounded
{
    float z, slope, bend;
};

DEVICE Bounded bounded(const Job &job, float raw)
{
    if (job.logitBound == 0.0f)
    {
        return {raw, 1.0f, 0.0f};
    }

    float inverse = reciprocal(job.logitBound), th = tanh_of(raw * inverse), slope = 1.0f - th * th;
    return {job.logitBound * th, slope, -2.0f * th * slope * inverse};
}

// Greatest bounded logit and the sum of exp(z k - greatest) over all of them.
DEVICE void softmax_sum(const Episode &e, const float *raw, float k, float &greatest, float &sum)
{
    float top = -3.0e38f, total = 0.0f;
    for (int i = e.lane; i < e.job.logitCount; i += 32)
    {
        float z = bounded(e.job, raw[i]).z * k;
        top = z > top ? z : top;
    }

    greatest = warp_max(top);
    for (int i = e.lane; i < e.job.logitCount; i += 32)
    {
        total += exp_of(bounded(e.job, raw[i]).z * k - greatest);
    }

    sum = warp_sum(total);
}

// The target drawn by inversion: the first value whose cumulated probability exceeds u.
DEVICE int draw(const Episode &e, float u)
{
    const Job &job = e.job;
    const float *raw = smem + e.activation + job.logitSlot;
    if (job.logitCount == 1)
    {
        return u >= sigmoid(-bounded(job, raw[0]).z * job.inverseTemperature); // 0 has the probability sigmoid(-z)
    }

    // The two sums round differently: behind the end of this one lies the last value that added to it.
    int last = 0;
    float greatest, sum, below = 0.0f;
    softmax_sum(e, raw, job.inverseTemperature, greatest, sum);
    for (int i = 0; i < job.logitCount; i++)
    {
        float next = below + exp_of(bounded(job, raw[i]).z * job.inverseTemperature - greatest);
        if (u * sum < next)
        {
            return i;
        }

        last = next > below ? i : last;
        below = next;
    }

    return last;
}

// The loss; the adjoints are set to zero but for the logits'. Ends with a barrier.
DEVICE float loss(const Episode &e, int target)
{
    const Job &job = e.job;
    const float *raw = smem + e.activation + job.logitSlot;
    float *adjoint = smem + job.sAdjoint;
    float value, greatest = 0.0f, inverse = 0.0f;
    if (job.logitCount == 1)
    {
        Bounded b = bounded(job, raw[0]);
        value = target ? softplus(-b.z) : softplus(b.z);
        greatest = (sigmoid(b.z) - (target ? 1.0f : 0.0f)) * b.slope;
    }
    else
    {
        float sum;
        softmax_sum(e, raw, 1.0f, greatest, sum);
        value = log_of(sum) + greatest - bounded(job, raw[target]).z;
        inverse = reciprocal(sum);
    }

    for (int i = e.thread; i < job.activationLength; i += e.threads)
    {
        int k = i - job.logitSlot;
        float d = 0.0f;
        if (k >= 0 && k < job.logitCount)
        {
            d = greatest;
            if (job.logitCount > 1)
            {
                Bounded b = bounded(job, raw[k]);
                d = (exp_of(b.z - greatest) * inverse - (k == target ? 1.0f : 0.0f)) * b.slope;
            }
        }

        adjoint[i] = d;
    }

    block_sync();
    return value;
}

// What g is multiplied by to be the gradient of the loss's expectation over the target, (p - c) / (p - target) with p the
// model's and c the true chance of 1. p is rounded as in loss().
DEVICE float expectation(const Episode &e, int t)
{
    const Job &job = e.job;
    if (!job.chances)
    {
        return 1.0f;
    }

    float bit = target_at(job, t) ? 1.0f : 0.0f, c = job.chances[(long long)e.number * job.steps + t] / 255.0f;
    float p = sigmoid(bounded(job, smem[e.activation + job.logitSlot]).z);
    return c == bit || p == bit ? 1.0f : (p - c) / (p - bit);
}

// R{delta} of the logits, the other R{adjoints} zero. Ends with a barrier.
DEVICE void loss_tangent(const Episode &e, int target)
{
    const Job &job = e.job;
    const float *raw = smem + e.activation + job.logitSlot, *rraw = smem + job.sActivation1 + job.logitSlot;
    float greatest = 0.0f, sum = 1.0f, mean = 0.0f;
    if (job.logitCount > 1)
    {
        softmax_sum(e, raw, 1.0f, greatest, sum);
        for (int i = e.lane; i < job.logitCount; i += 32)
        {
            Bounded b = bounded(job, raw[i]);
            mean += exp_of(b.z - greatest) * b.slope * rraw[i];
        }

        mean = warp_sum(mean) * reciprocal(sum);
    }

    for (int i = e.thread; i < job.activationLength; i += e.threads)
    {
        int k = i - job.logitSlot;
        float r = 0.0f;
        if (k >= 0 && k < job.logitCount)
        {
            Bounded b = bounded(job, raw[k]);
            float p = job.logitCount == 1 ? sigmoid(b.z) : exp_of(b.z - greatest) * reciprocal(sum);
            float rz = b.slope * rraw[k];
            float rp = job.logitCount == 1 ? p * (1.0f - p) * rz : p * (rz - mean);
            float hit = job.logitCount == 1 ? (target ? 1.0f : 0.0f) : (k == target ? 1.0f : 0.0f);
            r = rp * b.slope + (p - hit) * b.bend * rraw[k];
        }

        smem[job.sRadjoint + i] = r;
    }

    block_sync();
}
