package dev.manykitchens.simulator.theory;

import java.util.ArrayList;
import java.util.List;

/// Customers that go round for ever: they think, then their job visits the stations, then they
/// think again (a closed loop; with one station the machine-repair model, M/M/c//N).
///
/// Also what a pool of N threads does while more jobs are waiting than it has threads: N customers
/// without a think time.
///
/// Exact for one class of customers in networks with a product form: F. Baskett, K. M. Chandy, R.
/// R. Muntz and F. G. Palacios, *Open, Closed, and Mixed Networks of Queues with Different Classes
/// of Customers*, J. ACM 22 (1975). It is off where that form is: for service times first come
/// first served that are not exponential (more regular ones wait less), for jobs that hold one
/// station while they are at another, and where priorities or other stations decide who goes on.
///
/// The figures are those of mean value analysis: M. Reiser and S. S. Lavenberg, *Mean-Value
/// Analysis of Closed Multichain Queuing Networks*, J. ACM 27 (1980). Its recursion for stations of
/// several servers finds the probability of an empty one as what is left from 1, and so breaks down
/// near saturation, below a hundred customers already. Here stations are joined two by two instead,
/// into one that passes on as much with as many customers: K. M. Chandy, U. Herzog and L. Woo,
/// *Parametric Analysis of Queuing Networks*, IBM J. of Research and Development 19 (1975), which
/// is exact for these networks. Everything that is summed is positive; with [#MOST_CUSTOMERS]
/// figures are good to nine digits.
///
/// @param thinkSeconds the mean time between the end of a customer's job and its next one, of any
///   distribution; at least 0
/// @param stations at most [#MOST_STATIONS], with names of their own; at least one has servers
public record ClosedNetwork(double thinkSeconds, List<Station> stations) {

    /// The most customers of a network.
    public static final int MOST_CUSTOMERS = 5_000;

    /// The most stations of a network.
    public static final int MOST_STATIONS = 20;

    public ClosedNetwork {
        stations = List.copyOf(stations);
        Requirements.notNegative("think seconds", thinkSeconds);
        if (stations.stream().noneMatch(Station.Servers.class::isInstance)) {
            throw new IllegalArgumentException(
                    "a closed network must have a station with servers, was " + stations);
        }
        Requirements.between("stations", 1, MOST_STATIONS, stations.size());
        if (stations.stream().map(Station::name).distinct().count() < stations.size()) {
            throw new IllegalArgumentException(
                    "stations must have names of their own, was "
                            + stations.stream().map(Station::name).toList());
        }
    }

    /// What it can do at best.
    public AsymptoticBounds bounds() {
        double demand = 0;
        double bottleneck = 0;
        for (Station station : stations) {
            demand += station.demandSeconds();
            if (station instanceof Station.Servers queue) {
                bottleneck = Math.max(bottleneck, queue.demandSeconds() / queue.servers());
            }
        }
        return new AsymptoticBounds(thinkSeconds, demand, bottleneck);
    }

    /// Its figures with 1, 2 and so on up to so many customers, in this sequence.
    ///
    /// The time it takes grows with the stations times the square of the customers.
    ///
    /// @param most from 1 to [#MOST_CUSTOMERS]
    public List<ClosedFigures> figures(int most) {
        Requirements.between("customers", 1, MOST_CUSTOMERS, most);
        // Before and after each station: all that customers may meanwhile do elsewhere.
        List<Flow> before = new ArrayList<>();
        before.add(thinkSeconds == 0 ? Flow.none(most) : Flow.of(thinking(), most));
        for (Station station : stations) {
            before.add(before.getLast().with(Flow.of(station, most)));
        }
        List<List<StationFigures>> columns = new ArrayList<>();
        Flow whole = before.getLast();
        Flow after = Flow.none(most);
        for (int k = stations.size() - 1; k >= 0; k--) {
            Flow elsewhere = before.get(k).with(after);
            columns.addFirst(column(stations.get(k), elsewhere, whole));
            after = after.with(Flow.of(stations.get(k), most));
        }
        return rows(columns, whole);
    }

    private Station thinking() {
        return new Station.Delay("think", thinkSeconds);
    }

    // One station's figures for each number of customers.
    private static List<StationFigures> column(Station station, Flow elsewhere, Flow whole) {
        List<StationFigures> column = new ArrayList<>();
        for (int customers = 1; customers <= whole.most(); customers++) {
            double throughput = whole.perSecond(customers);
            double present = elsewhere.meanAt(station, customers);
            column.add(
                    new StationFigures(
                            station,
                            present / throughput,
                            present,
                            throughput * station.demandSeconds()));
        }
        return column;
    }

    private static List<ClosedFigures> rows(List<List<StationFigures>> columns, Flow whole) {
        List<ClosedFigures> rows = new ArrayList<>();
        for (int customers = 1; customers <= whole.most(); customers++) {
            int row = customers - 1;
            List<StationFigures> figures = columns.stream().map(column -> column.get(row)).toList();
            double response = figures.stream().mapToDouble(StationFigures::responseSeconds).sum();
            rows.add(new ClosedFigures(customers, whole.perSecond(customers), response, figures));
        }
        return rows;
    }
}
