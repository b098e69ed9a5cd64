package dev.manykitchens.benchmarks.dispatch;

import java.util.Locale;

/// What a ratio is held against.
///
/// @param side which side of the limit is good
record Bound(Side side, double limit) {

    /// Where a ratio should lie.
    enum Side {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }
    }

    static Bound atLeast(double limit) {
        return new Bound(Side.AT_LEAST, limit);
    }

    static Bound atMost(double limit) {
        return new Bound(Side.AT_MOST, limit);
    }

    /// Whether the middle ratio is good.
    boolean isKept(Spread ratio) {
        return switch (side) {
            case AT_LEAST -> ratio.median() >= limit;
            case AT_MOST -> ratio.median() <= limit;
        };
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", side.sign, limit);
    }
}
