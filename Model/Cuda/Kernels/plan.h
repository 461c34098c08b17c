// The network as the host describes it. Structures of 32-bit numbers; the C# side has the same fields in the same order.
#pragma once
#include "device.h"

enum Kind { Embedding, Coordinate, Context, Parameter, Copy, Linear, Tanh, Relu, Silu, Sin, Gate, LayerNorm, Add, LstmCell };
enum Mode { Evaluate, Sample, Reptile, Fomaml, Maml };

struct Op
{
    int kind, input, second, output, size, inputSize, weight, bias, argument;
    int aux;   // LayerNorm: offset of the normalised input in the activation vector, 1 / deviation behind it
    int q, m;  // Linear: shared offsets of A x (own rows) and A^T delta (columns) for the coming reverse step
    int fence; // 1: a barrier must follow the forward operation
    int unused0, unused1, unused2;
};

// A tensor of theta. Matrices (weights of Linear) are padded to 4 x 4 and, if split, cut by rows over the cluster;
// vectors and tables stand whole in every block. Rows below sharedRows lie in shared memory, the others in scratch.
struct Tensor
{
    int meta, rows, columns;
    int logRate, rowFactors, columnFactors, factors; // offsets in the meta vector, -1 if absent
    int adapts, split, slice, stride;                // slice: rows per block; stride: padded columns
    int shared, sharedRows, global;                  // theta
    int adjointShared, adjointSharedRows, adjointGlobal;
    int rates; // scratch offset of the rates' gradient: matrices [slice] rows, [stride] columns; else [count]
    int matrix, unused0;
};

struct Job
{
    const float *meta;
    const byte *targets;
    const byte *chances; // [episodes, steps], of 1, in 255ths; or null
    const int *lengths;
    const int *indices;
    const int *contextSource;
    const Op *ops;
    const Tensor *tensors;
    const float *uniforms; // sampling: [episodes, steps] in [0, 1); below 0: the step's target is given
    float *scratch; // [blocks, scratchLength]
    float *tape;    // [clusters, T, tapeLength]: activations, adjoints, step scale
    float *gradients;
    double *nll;
    float *stepNll;
    byte *samples;
    long long scratchLength, tapeLength;
    int episodes, steps, opCount, tensorCount, indexCount, contextCount;
    int activationLength, fullLength, logitSlot, logitCount, metaLength, thetaLength;
    int mode, truncation, largestStride, exchangeLength, stopAtNul;
    // shared offsets, in floats
    int sOps, sTensors, sRates, sActivation0, sActivation1, sAdjoint, sRadjoint, sWarps, sExchange, sSmall, sTargets, sQ, sQEnd, sEnd;
    float initialRate, gradientBound, logitBound, lossThreshold, inverseTemperature; // bounds: 0 for none
};
