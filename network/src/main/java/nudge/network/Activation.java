package nudge.network;

/** What a unit does to its weighted input z; {@link #slope} is the derivative, written in terms of the activation a. */
public enum Activation {
    /** a = 1 / (1 + exp(-z)). */
    SIGMOID {
        @Override
        float of(float z) {
            return Exponential.sigmoid(z);
        }

        @Override
        float slope(float a) {
            return a * (1f - a);
        }

        @Override
        double of(double z) {
            return 1 / (1 + StrictMath.exp(-z));
        }

        @Override
        double slope(double a) {
            return a * (1 - a);
        }
    },
    /** a = max(0, z); the derivative at 0 is 0. */
    RELU {
        @Override
        float of(float z) {
            return Math.max(0f, z);
        }

        @Override
        float slope(float a) {
            return a > 0f ? 1f : 0f;
        }

        @Override
        double of(double z) {
            return Math.max(0, z);
        }

        @Override
        double slope(double a) {
            return a > 0 ? 1 : 0;
        }
    },
    /** a = tanh(z) = 2 sigmoid(2z) - 1. */
    TANH {
        @Override
        float of(float z) {
            return Exponential.tanh(z);
        }

        @Override
        float slope(float a) {
            return Math.fma(-a, a, 1f);
        }

        @Override
        double of(double z) {
            return StrictMath.tanh(z);
        }

        @Override
        double slope(double a) {
            return 1 - a * a;
        }
    };

    abstract float of(float z);

    abstract float slope(float a);

    /** The same in double precision, for {@link Backpropagation}. */
    abstract double of(double z);

    abstract double slope(double a);
}
