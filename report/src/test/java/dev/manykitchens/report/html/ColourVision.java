package dev.manykitchens.report.html;

import java.util.stream.IntStream;

/// How colours look: their luminance, and how far apart they are to the eyes that see fewest hues.
final class ColourVision {

    /// Linear red, green and blue as seen without the cones for red, and without those for green
    /// (Viénot, Brettel and Mollon, *Digital Video Colourmaps for Checking the Legibility of
    /// Displays by Dichromats*, Color Research and Application 24, 1999).
    private static final double[][][] SIGHTS = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}},
        {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}
    };

    private ColourVision() {}

    /// Relative luminance by WCAG 2.2, from 0 to 1.
    static double luminance(String hex) {
        double[] rgb = linear(hex);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    /// The least distance in CIE L*a*b* among all sights; about 2 can just be told apart.
    static double distance(String one, String other) {
        double least = Double.POSITIVE_INFINITY;
        for (double[][] sight : SIGHTS) {
            double[] a = lab(seen(sight, linear(one)));
            double[] b = lab(seen(sight, linear(other)));
            double square = 0;
            for (int i = 0; i < 3; i++) {
                square += (a[i] - b[i]) * (a[i] - b[i]);
            }
            least = Math.min(least, Math.sqrt(square));
        }
        return least;
    }

    private static double[] linear(String hex) {
        return IntStream.of(1, 3, 5)
                .mapToDouble(at -> Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0)
                .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double[] seen(double[][] sight, double[] rgb) {
        double[] seen = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                seen[row] += sight[row][column] * rgb[column];
            }
        }
        return seen;
    }

    private static double[] lab(double[] rgb) {
        double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
}
