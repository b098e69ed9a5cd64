package dev.manykitchens.cli.scene;

import dev.manykitchens.report.text.Figures;

import java.util.Locale;

/// What a promise is about, and how its numbers are written.
public enum Quantity {
    /// Seconds, written in the unit that reads best: `15.0 s`, `2.00 s`, `150 ms`, `5.2 ms`.
    SECONDS("s") {
        @Override
        String text(double value) {
            if (value >= 9.995) {
                return format("%.1f s", value);
            }
            if (value >= 0.9995) {
                return format("%.2f s", value);
            }
            return value >= 0.09995
                    ? format("%.0f ms", value * 1e3)
                    : format("%.1f ms", value * 1e3);
        }
    },
    /// How many times as fast as the first pool of the scene: `1.9 x`.
    TIMES("times as fast") {
        @Override
        String text(double value) {
            return format("%.2f x", value);
        }
    },
    /// A share from 0 to 1, written in per cent.
    SHARE("share") {
        @Override
        String text(double value) {
            return format("%.0f %%", value * 100);
        }
    },
    /// Main memory: `41.5 MB`.
    BYTES("bytes") {
        @Override
        String text(double value) {
            return Figures.bytes(Math.round(value));
        }
    },
    /// A number of things.
    COUNT("count") {
        @Override
        String text(double value) {
            return format("%,.0f", value);
        }
    };

    private final String unit;

    Quantity(String unit) {
        this.unit = unit;
    }

    /// The unit in machine-readable output.
    public String unit() {
        return unit;
    }

    abstract String text(double value);

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
