package dev.manykitchens.simulator.theory;

/// What parameters must be; each check throws an [IllegalArgumentException] with one line.
///
/// Numbers have limits far beyond anything that is measured, so that no product of them overflows
/// or vanishes.
final class Requirements {

    private static final double SMALLEST = 1e-100;
    private static final double LARGEST = 1e100;

    private Requirements() {}

    static void positive(String what, double value) {
        if (!(value >= SMALLEST && value <= LARGEST)) {
            throw new IllegalArgumentException(
                    what + " must be from 1e-100 to 1e100, was " + value);
        }
    }

    static void notNegative(String what, double value) {
        if (!(value >= 0 && value <= LARGEST)) {
            throw new IllegalArgumentException(what + " must be from 0 to 1e100, was " + value);
        }
    }

    static void probability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be from 0 to 1, was " + value);
        }
    }

    static void between(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " must be from " + least + " to " + most + ", was " + value);
        }
    }

    /// Refuses a queue without an end that does not settle.
    ///
    /// @return the offered load in erlangs, which is above 0 and less than the servers
    static double stable(double arrivalsPerSecond, double serviceSeconds, int servers) {
        positive("arrivals a second", arrivalsPerSecond);
        positive("service seconds", serviceSeconds);
        between("servers", 1, ErlangB.MOST_SERVERS, servers);
        double load = arrivalsPerSecond * serviceSeconds;
        positive("offered load in erlangs", load);
        if (load >= servers) {
            throw new IllegalArgumentException(
                    "utilisation must be below 1, was "
                            + load / servers
                            + " ("
                            + arrivalsPerSecond
                            + " jobs a second of "
                            + serviceSeconds
                            + " s on servers: "
                            + servers
                            + ")");
        }
        return load;
    }
}
