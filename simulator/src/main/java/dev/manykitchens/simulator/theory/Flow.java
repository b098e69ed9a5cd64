package dev.manykitchens.simulator.theory;

import java.util.function.IntToDoubleFunction;

/// How many jobs a second a part of a closed network passes on, by how many customers are in it:
/// all that the rest of the network notices of it.
///
/// @param isNone whether the part has no station: then nobody is ever in it
/// @param most up to how many customers it is known
/// @param rates from 0 to most customers; not to be changed
record Flow(boolean isNone, int most, double[] rates) {

    static Flow none(int most) {
        return new Flow(true, most, new double[0]);
    }

    static Flow of(Station station, int most) {
        return of(most, station::completionsPerSecond);
    }

    private static Flow of(int most, IntToDoubleFunction rate) {
        double[] rates = new double[most + 1];
        for (int present = 1; present <= most; present++) {
            rates[present] = rate.applyAsDouble(present);
        }
        return new Flow(false, most, rates);
    }

    double perSecond(int present) {
        return rates[present];
    }

    /// Both parts as one.
    Flow with(Flow other) {
        if (isNone) {
            return other;
        }
        if (other.isNone) {
            return this;
        }
        return of(most, customers -> shared(other::perSecond, customers).mean(other::perSecond));
    }

    /// The mean number at a station, when so many customers are there or in this part.
    double meanAt(Station station, int customers) {
        return isNone
                ? customers
                : shared(station::completionsPerSecond, customers).mean(present -> present);
    }

    // How many of the customers are there rather than here: what ends here goes there.
    private BirthDeath shared(IntToDoubleFunction there, int customers) {
        return new BirthDeath(customers, present -> perSecond(customers - present), there);
    }
}
