package dev.manykitchens.simulator.theory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The normalisation constants of a closed network for 0, 1, 2 and so on customers, by convolution
/// as Buzen (1973) defines it, in decimals of fifty digits: what closed networks are held against.
record ExactNetwork(List<BigDecimal> constants) {

    static ExactNetwork of(Station station, int customers) {
        ExactChain chain =
                ExactChain.of(
                        customers,
                        _ -> BigDecimal.valueOf(station.demandSeconds()),
                        present -> BigDecimal.valueOf(inService(station, present)));
        return new ExactNetwork(chain.weights());
    }

    private static int inService(Station station, int present) {
        return switch (station) {
            case Station.Delay _ -> present;
            case Station.Servers queue -> Math.min(present, queue.servers());
        };
    }

    ExactNetwork with(ExactNetwork other) {
        List<BigDecimal> joined = new ArrayList<>();
        for (int customers = 0; customers < constants.size(); customers++) {
            joined.add(joined(other, customers, false));
        }
        return new ExactNetwork(joined);
    }

    /// The same with one more station of one server, in one step for each customer.
    ExactNetwork withServer(double demandSeconds) {
        BigDecimal demand = BigDecimal.valueOf(demandSeconds);
        List<BigDecimal> joined = new ArrayList<>(List.of(BigDecimal.ONE));
        for (BigDecimal constant : constants.subList(1, constants.size())) {
            joined.add(joined.getLast().multiply(demand).add(constant, ExactChain.DIGITS));
        }
        return new ExactNetwork(joined);
    }

    /// The throughput of this and another network as one.
    double throughputWith(ExactNetwork other, int customers) {
        return ratio(joined(other, customers - 1, false), joined(other, customers, false));
    }

    /// The mean number in this network, when it is one with another.
    double presentBeside(ExactNetwork other, int customers) {
        return ratio(joined(other, customers, true), joined(other, customers, false));
    }

    private BigDecimal joined(ExactNetwork other, int customers, boolean timesPresent) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int here = 0; here <= customers; here++) {
            BigDecimal weight = constants.get(here).multiply(other.constants.get(customers - here));
            sum =
                    sum.add(
                            timesPresent ? weight.multiply(BigDecimal.valueOf(here)) : weight,
                            ExactChain.DIGITS);
        }
        return sum;
    }

    private static double ratio(BigDecimal one, BigDecimal other) {
        return one.divide(other, ExactChain.DIGITS).doubleValue();
    }
}
