package dev.manykitchens.simulator.theory;

import java.util.List;

/// The long-run figures of a closed network with a certain number of customers.
///
/// @param customers how many there are, thinking or at a station
/// @param throughput how often a second a customer comes back from the stations: jobs a second
/// @param responseSeconds the mean time of a job at all stations, without the think time
/// @param stations in the sequence in which the network names them
public record ClosedFigures(
        int customers, double throughput, double responseSeconds, List<StationFigures> stations) {

    public ClosedFigures {
        stations = List.copyOf(stations);
        Requirements.between("customers", 1, ClosedNetwork.MOST_CUSTOMERS, customers);
        Requirements.positive("throughput", throughput);
        Requirements.positive("response seconds", responseSeconds);
    }

    /// The mean number of jobs at stations; the other customers are thinking.
    public double inStations() {
        return stations.stream().mapToDouble(StationFigures::inStation).sum();
    }
}
