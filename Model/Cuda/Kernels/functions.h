// Elementary functions to about 1e-6, the same formulas on every machine.
#pragma once
#include "device.h"

// exp: 2^n 2^f with n whole and |f| <= 1/2, the product x log2(e) kept in two parts.
DEVICE float exp_of(float x)
{
    x = x < -100.0f ? -100.0f : x > 88.0f ? 88.0f : x;
    float n = nearest(x * 1.44269504f);
    float f = __builtin_fmaf(x, 1.44269504f, -n);
    f = __builtin_fmaf(x, 1.92596299e-8f, f);
    return exp2_fast(f) * exp2_fast(n);
}

// log for normal x > 0, refined by one Newton step: y + x exp(-y) - 1.
DEVICE float log_of(float x)
{
    float y = log2_fast(x) * 0.69314718f;
    return y + (x * exp_of(-y) - 1.0f);
}

DEVICE float sigmoid(float x) { return reciprocal(1.0f + exp_of(-x)); }

// log(1 + exp(x)) without overflow.
DEVICE float softplus(float x)
{
    float e = exp_of(-absolute(x));
    float log1p = e < 1e-3f ? e * (1.0f - e * (0.5f - e * 0.333333333f)) : log_of(1.0f + e);
    return (x > 0.0f ? x : 0.0f) + log1p;
}

// tanh: Taylor's series near 0, where the quotient would cancel.
DEVICE float tanh_of(float x)
{
    float q = x * x;
    if (q < 0.09f)
    {
        return x * (1.0f + q * (-0.333333333f + q * (0.133333333f + q * (-0.0539682540f + q * (0.0218694885f - q * 0.00886323553f)))));
    }

    return 1.0f - 2.0f * reciprocal(1.0f + exp_of(2.0f * x));
}

// sin and cos by reduction to [-pi/4, pi/4] in three parts and polynomials (Moshier's Cephes coefficients).
DEVICE void sin_cos(float x, float &sine, float &cosine)
{
    float j = nearest(x * 0.636619772f);
    float r = __builtin_fmaf(j, -1.5703125f, x);
    r = __builtin_fmaf(j, -4.83751297e-4f, r);
    r = __builtin_fmaf(j, -7.54978995e-8f, r);
    float q = r * r;
    float s = r + r * q * (-1.6666654611e-1f + q * (8.3321608736e-3f - q * 1.9515295891e-4f));
    float c = 1.0f - 0.5f * q + q * q * (4.166664568298827e-2f + q * (-1.388731625493765e-3f + q * 2.443315711809948e-5f));
    int quadrant = (int)j & 3;
    float a = quadrant & 1 ? c : s, b = quadrant & 1 ? s : c;
    sine = quadrant & 2 ? -a : a;
    cosine = quadrant == 1 || quadrant == 2 ? -b : b;
}
