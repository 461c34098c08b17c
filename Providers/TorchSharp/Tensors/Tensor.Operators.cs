namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum, elementwise.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add(left);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add(left);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add(left);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add(right);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add(left);

        /// <summary>Product, elementwise.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul(left);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul(left);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul(left);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul(right);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul(left);

        /// <summary>Difference, elementwise.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => right.negative().add(left);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(int left, Tensor right) => right.negative().add(left);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(long left, Tensor right) => right.negative().add(left);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(float left, Tensor right) => right.negative().add(left);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub(right);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(double left, Tensor right) => right.negative().add(left);

        /// <summary>Quotient, elementwise.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(int left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(long left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(float left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div(right);

        /// <summary>Quotient with a number.</summary>
        public static Tensor operator /(double left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>Negation.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.negative();
    }
}
